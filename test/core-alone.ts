import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failuresIn } from './failures.ts'
import { root } from './source.ts'

/**
 * The tests of `npm run check`, all in one process: there is nothing for a test runner to do, and starting it costs as
 * much as a fifth of them. Prints what failed; the whole is in .tap/check.tap.
 */
const folder = join(root, '.tap')
mkdirSync(folder, { recursive: true })
const results = join(folder, 'check.tap')
// t.mockImport() is a loader of its own.
const loaders = [import.meta.resolve('@tapjs/mock/import'), join(root, 'test/preload.ts')].map(
  (file) => `--import=${file}`,
)
const tests = join(root, 'test/processes/core.test.ts')
const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...loaders, tests], {
  cwd: root,
  env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  stdio: ['ignore', openSync(results, 'w'), 'inherit'],
})
const text = readFileSync(results, 'utf8')
const failures = failuresIn(text)
const [counts] = text.match(/^# \{ total: .*\}$/m) ?? []
console.log(failures.length > 0 ? failures.join('\n\n') : `house rules, core and contracts ${counts}`)
process.exitCode = counts ? (status ?? 1) : 1
