import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { aboutDialects, inDialect, keptToDocumented } from './dialects.ts'
import { matches } from './matches.ts'
import { stories } from './processes/table.ts'
import { root } from './source.ts'
import { openSandbox } from './world.ts'

t.test('each story that keeps to one dialect is there, and says why', async (t) => {
  const text = stories.map((file) => readFileSync(`${root}${file}`, 'utf8')).join('\n')
  for (const [name, reason] of Object.entries(keptToDocumented)) {
    // Some names are put together: their first words are in the file.
    t.ok(text.includes(name.split(' ').slice(0, 3).join(' ')), name)
    t.match(reason, /\w+ \w+/)
  }
  for (const about of Object.keys(aboutDialects)) t.ok(existsSync(`${root}${about}`), about)
})

t.test('with EPAY_TEST_DIALECT stories are told in observed, but for those of the table', async (t) => {
  t.same(inDialect('a story', {}), {})
  process.env.EPAY_TEST_DIALECT = 'observed'
  t.teardown(() => {
    delete process.env.EPAY_TEST_DIALECT
  })
  matches(t, inDialect('a story', {}), { dialect: 'observed', quirks: { testTerminalStages: 'one' } })
  t.same(inDialect('a story', { dialect: 'documented', stages: 'two' }).dialect, 'documented')
  t.same(inDialect(`file > ${Object.keys(keptToDocumented)[0]}`, {}), {})
  const sandbox = await openSandbox(t)
  const { quirks } = (await (await fetch(`${sandbox.url}/_sandbox/settings`)).json()) as never
  matches(t, quirks, { expiresIn: 'string', testTerminalStages: 'one' })
})
