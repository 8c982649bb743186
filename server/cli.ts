#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { main } from './cli/program.ts'

// Its reader may be gone (`codes | head -1`): a list ends there, a server goes on without an audience.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
await main(process.argv.slice(2))
