import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18))
  throw new Error(
    `epay-sandbox: the library needs Node.js 22.18 or newer; this is ${process.versions.node}. ` +
      'The command line works: npx -p node@24 epay-sandbox exec -- npm test',
  )

// A clone has the sources beside this file; the published package has them compiled.
const library = await import(
  existsSync(new URL('../sandbox.ts', import.meta.url)) ? '../sandbox.ts' : '../../dist/sandbox.js'
)

export const { createSandbox } = library
