import { existsSync } from 'node:fs'

// A clone has the sources beside this file; the published package has them compiled.
const library = await import(
  existsSync(new URL('./sandbox.ts', import.meta.url)) ? './sandbox.ts' : '../dist/sandbox.js'
)

export const { createSandbox } = library
