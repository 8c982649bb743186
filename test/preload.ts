import { resolve } from 'node:path'
import { blameByTest } from './blame.ts'

/** What a process of tests loads before them, after tap's own loaders: it makes tap, and what tests start, cheaper. */

// What one test file has had compiled the next two hundred need not; nor what they start, wherever that runs.
const { NODE_COMPILE_CACHE: folder } = process.env
if (folder) process.env.NODE_COMPILE_CACHE = resolve(folder)

/**
 * To count coverage, tap loads itself into every process that a test starts, a tenth of a second each, and follows each
 * module to its source map. Nobody counts here: a process is started as a user starts it.
 */
const startAsUsersDo = () => {
  const spawning = Symbol.for('process-on-spawn@*:singletonId')
  const { [spawning]: wrapped } = globalThis as { [spawning]?: { unwrap(): void } }
  wrapped?.unwrap()
  delete process.env.NODE_OPTIONS
  process.setSourceMapsEnabled(false)
}

startAsUsersDo()
blameByTest()
