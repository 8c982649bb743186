import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { folder } from './folder.ts'
import { plain } from './plain.ts'
import { processes } from './processes/table.ts'
import { root } from './source.ts'

t.test('every test file runs in one process of npm test, and in one only', async (t) => {
  const own = /^test\/(processes|long)\//
  const files = globSync('test/**/*.test.ts', { cwd: root }).filter((file) => !own.test(file))
  t.same(Object.values(processes).flat().sort(), files.sort())
  t.same(
    globSync('test/processes/*.test.ts', { cwd: root })
      .map((path) => readFileSync(join(root, path), 'utf8').trim().split('\n').at(-1))
      .sort(),
    Object.keys(processes)
      .map((name) => `await together(processes.${name})`)
      .sort(),
    'each has the file that tap starts',
  )
})

t.test(
  'files of one process keep their names, their order, their teardowns and their failures',
  async (t) => {
    const file = (number: number) => `
    import t from 'tap'
    t.teardown(() => console.log('# ${number} is torn down'))
    t.test('a test of ${number}', async (t) => {
      t.equal(process.env.OWN, undefined)
      process.env.OWN = '${number}'
      console.log('# ${number} runs')
      t.equal(${number}, 1)
    })`
    const path = folder(t, { 'one.test.mjs': file(1), 'two.test.mjs': file(2) })
    const files = ['one', 'two'].map((name) => relative(root, join(path, `${name}.test.mjs`)))
    const together = new URL('./together.ts', import.meta.url).href
    const script = `import { together } from '${together}'\nawait together(${JSON.stringify(files)})`
    const [program = '', ...rest] = plain([process.execPath, '--input-type=module', '--eval', script])
    const { status, stdout } = spawnSync(program, rest, { encoding: 'utf8', cwd: root })
    t.equal(status, 1)
    t.same(stdout.match(/^# \d (runs|is torn down)/gm), [
      '# 1 runs',
      '# 1 is torn down',
      '# 2 runs',
      '# 2 is torn down',
    ])
    t.match(stdout, /^ok 1 - \S*one\.test\.mjs/m)
    t.match(stdout, /^not ok 2 - \S*two\.test\.mjs/m)
  },
)
