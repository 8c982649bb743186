import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
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

/** Files run together as in npm test, after what every process of it loads first. */
const runTogether = (t: Parameters<typeof folder>[0], files: Record<string, string>) => {
  const path = folder(t, files)
  const names = Object.keys(files).map((name) => relative(root, join(path, name)))
  const together = new URL('./together.ts', import.meta.url).href
  const script = join(path, 'run.mjs')
  writeFileSync(script, `import { together } from '${together}'\nawait together(${JSON.stringify(names)})`)
  const [program = '', ...rest] = plain([
    process.execPath,
    `--import=${join(root, 'test/preload.ts')}`,
    script,
  ])
  return spawnSync(program, rest, { encoding: 'utf8', cwd: root })
}

t.test('an error that nobody caught fails the test it happened in, and the next file runs', async (t) => {
  const throwing = (how: string) => `
    import t from 'tap'
    t.test('before', async (t) => t.pass())
    t.test('it', async () => { await new Promise(() => { ${how} }) })
    t.test('after', async (t) => t.pass())`
  const { status, stdout } = runTogether(t, {
    'throws.test.mjs': throwing("setTimeout(() => { throw new Error('too late') }, 1)"),
    'rejects.test.mjs': throwing("void Promise.reject(new Error('nobody looked'))"),
    'good.test.mjs': "import t from 'tap'\nt.pass('good')",
  })
  t.equal(status, 1)
  t.same(stdout.match(/^ {4}(not )?ok \d - \w+/gm), [
    ...['    ok 1 - before', '    not ok 2 - it', '    ok 3 - after'],
    ...['    ok 1 - before', '    not ok 2 - it', '    ok 3 - after'],
    '    ok 1 - good',
  ])
  t.match(stdout, /too late/)
  t.match(stdout, /nobody looked/)
})

t.test('what a test starts loads nothing of tap', async (t) => {
  const { stdout } = spawnSync(process.execPath, ['-p', 'String(process.env.NODE_OPTIONS)'])
  t.notMatch(String(stdout), 'tapjs')
})
