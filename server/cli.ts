#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { enableCompileCache } from 'node:module'

// Stripping and compiling the sources is most of a start; the second start finds them done.
enableCompileCache()
const { main } = await import('./cli/program.ts')
await main()
