#!/usr/bin/env node
import { existsSync } from 'node:fs'

const { emitWarning, versions } = process
const [major = 0, minor = 0] = versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`epay-sandbox: Node.js 22.18 or newer is needed; this is ${versions.node}\n`)
  process.exit(3)
}

// node:sqlite and type stripping announce themselves as experimental at every start; users cannot act on it.
process.emitWarning = (warning, ...how) => {
  if ((how[0]?.type ?? how[0]) !== 'ExperimentalWarning') emitWarning(warning, ...how)
}

// A clone has the sources beside this file; the published package has them compiled.
await import(existsSync(new URL('./cli.ts', import.meta.url)) ? './cli.ts' : '../dist/cli.js')
