import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { tellCount } from './count.ts'

/**
 * Runs tap with its thirty thousand lines going to a file, and shows what failed and how many passed:
 * `node test/run.ts <results> [files]`. What processes say of themselves (together.ts) is shown as it is said.
 */
const [results = '', ...files] = process.argv.slice(2)
mkdirSync(dirname(results), { recursive: true })
const tap = spawnSync('tap', ['--reporter=tap', ...files], {
  stdio: ['ignore', openSync(results, 'w'), 'inherit'],
  // npm puts tap.cmd on the path there.
  shell: process.platform === 'win32',
})
if (tap.error) throw tap.error
const isWell = tellCount([results])
process.exitCode = isWell ? (tap.status ?? 1) : 1
