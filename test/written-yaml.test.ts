import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { loadConfig } from '../server/config.ts'
import { ConfigError } from '../server/errors.ts'
import { parseYaml, readWritten } from '../server/files/written-yaml.ts'
import { run } from './cli/run.ts'
import { folder } from './folder.ts'

const laughs = `a: &a [ha, ha, ha, ha, ha, ha, ha, ha]
${['b', 'c', 'd', 'e', 'f', 'g']
  .map((name, i) => `${name}: &${name} [${Array(8).fill(`*${'abcdef'[i]}`).join(', ')}]`)
  .join('\n')}
`
const bombs: Record<string, [string, RegExp]> = {
  'aliases of aliases': [laughs, /cannot be read as YAML: its aliases stand for more than a hundred times/],
  'a list in itself': ['a: &a [*a, *a]\n', /is nested more than 64 levels deep/],
  'a hundred lists in each other': [
    `a: ${'['.repeat(100)}${']'.repeat(100)}\n`,
    /is nested more than 64 levels deep/,
  ],
  'a million brackets': [`a: ${'['.repeat(990_000)}`, /is nested more than 64 levels deep/],
  'twenty thousand lists by dashes': ['- '.repeat(20_000), /is nested more than 64 levels deep/],
  'two megabytes': [`a: ${'x'.repeat(2_000_000)}\n`, /is larger than 1 MB: too large to be read/],
}

for (const [what, [source, words]] of Object.entries(bombs))
  t.test(`YAML that is made to cost much is refused in words: ${what}`, async (t) => {
    const error = await parseYaml(source, 'bomb.yaml').catch((error: unknown) => error)
    t.ok(error instanceof ConfigError)
    t.match((error as Error).message, words)
    t.notMatch((error as Error).message, '\n', 'in one line')
  })

t.test('whatever file of YAML is named, such a one is an exit 2 in words', async (t) => {
  const path = join(folder(t), 'bomb.yaml')
  writeFileSync(path, laughs)
  for (const args of [
    ['start', '--config', path],
    ['start', '--port', '0', '--scenario', path],
    ['scenario', 'check', path],
    ['certify', '--config', path],
    ['certify', '--explore', path, '--start', 'false', '--create-order', 'http://127.0.0.1:9/'],
  ]) {
    const { code, stderr, stdout } = await run(args)
    t.equal(code, 2, `${args[0]} ${args[1]}`)
    t.match(`${stderr}${stdout}`, /cannot be read as YAML: its aliases stand for more/)
    t.notMatch(`${stderr}${stdout}`, /\n\s+at /, 'no stack trace')
  }
})

t.test('a file without an end is not read to it', async (t) => {
  await t.rejects(readWritten('/dev/zero'), {
    message: '/dev/zero is larger than 1 MB: too large to be read',
  })
  const path = join(folder(t), 'large.yaml')
  writeFileSync(path, 'a: 1\n'.padEnd(1_000_000))
  t.equal((await readWritten(path)).length, 1_000_000, 'what is as large as may be is read')
  writeFileSync(path, 'a: 1\n'.padEnd(1_000_001))
  await t.rejects(readWritten(path), { message: /is larger than 1 MB/ })
})

t.test('JSON of settings that nests too deep is refused like YAML', async (t) => {
  const path = join(folder(t), 'deep.json')
  writeFileSync(path, `{"quirks":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)
  await t.rejects(loadConfig({ config: path }, {}), {
    message: /deep\.json is nested more than 64 levels deep/,
  })
})

t.test('anchors and aliases as people use them are read', async (t) => {
  const { value } = await parseYaml('one: &base { a: 1 }\nall: [*base, *base, *base]\n', 'x.yaml')
  t.strictSame(value, { one: { a: 1 }, all: [{ a: 1 }, { a: 1 }, { a: 1 }] })
})
