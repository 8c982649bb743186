#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { enableCompileCache } from 'node:module'

// Stripping and compiling the sources is most of a start; the second start finds them done.
enableCompileCache()
// Its reader may be gone (`codes | head -1`): a list ends there, a server goes on without an audience.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
const { main } = await import('./cli/program.ts')
await main(process.argv.slice(2))
