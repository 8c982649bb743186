import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from './folder.ts'
import { plain } from './plain.ts'
import { root } from './source.ts'

const test = (name: string, got: number) =>
  `import t from 'tap'\nt.test('${name}', async (t) => t.equal(${got}, 1, 'a number'))`

t.test('npm test shows what failed and how many passed; every line of tap is in the file', async (t) => {
  const home = folder(t, {
    'package.json': JSON.stringify({ tap: { 'type-strip-only': true, 'disable-coverage': true } }),
    'one.test.mjs': test('is one', 1),
    'two.test.mjs': test('is none', 2),
  })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
  const results = join(home, 'deep/results.tap')
  const files = ['one.test.mjs', 'two.test.mjs']
  const [program = '', ...rest] = plain([process.execPath, join(root, 'test/run.ts'), results, ...files])
  // A runner above us speaks to its tests by these.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TAP'))
  const PATH = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  const { status, stdout } = spawnSync(program, rest, {
    cwd: home,
    encoding: 'utf8',
    env: { ...Object.fromEntries(own), PATH },
  })
  t.equal(status, 1)
  t.match(stdout, /^failed: .*two\.test\.mjs › is none › a number\n/)
  t.match(stdout, /\n\n1 passed, 1 failed\n$/)
  t.match(readFileSync(results, 'utf8'), / ok 1 - a number\n/)
})
