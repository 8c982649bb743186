import { Client } from 'pg'
import t, { type Test } from 'tap'
import { postgresJournal } from '../../../server/adapters/journal/postgres.ts'
import { connect } from '../../../server/adapters/journal/postgres-connection.ts'
import { JournalError } from '../../../server/ports.ts'
import { sharedPostgres } from '../../postgres.ts'
import { until } from '../../until.ts'
import { journalBattery, lastingBattery, sharedBattery } from './battery.ts'

const at = Date.parse('2025-02-12T09:42:51+05:00')
const entry = { kind: 'token expired', token: 'a' } as const
const start = { life: 0, seq: 0 }

const postgres = await sharedPostgres()

const open = async (t: Test, url: string) => {
  const journal = await postgresJournal(url)
  t.teardown(() => journal.close())
  return journal
}

const openSubject = async (t: Test) => {
  const url = await postgres.database()
  const journal = await open(t, url)
  return { journal, reopen: () => open(t, url) }
}

journalBattery(t, openSubject)
lastingBattery(t, openSubject)
sharedBattery(t, openSubject)

t.test('a journal in PostgreSQL is everybody’s', async (t) => {
  t.notOk((await open(t, await postgres.database())).exclusive)
})

t.test('what one has written the others read, at once', async (t) => {
  const url = await postgres.database()
  const [one, two] = [await open(t, url), await open(t, url)]
  const { life = 0 } = (await one.append('default', start, at, [entry])) ?? {}
  t.equal((await two.read('default', start)).entries.length, 1)
  t.equal(await two.append('default', start, at, [entry]), undefined)
  t.ok(await two.append('default', { life, seq: 1 }, at, [entry]))
  t.same(await one.places?.(), new Map([['default', { life, seq: 2 }]]))
})

t.test(
  'many workspaces are written together; one that somebody else holds keeps nobody waiting',
  async (t) => {
    const url = await postgres.database()
    const journal = await open(t, url)
    const names = ['first', 'held', 'free', 'late', 'gone']
    const append = (name: string, life: number, seq: number) =>
      journal.append(name, { life, seq }, at, [entry, entry])
    const lives = await Promise.all(names.map(async (name) => (await append(name, 0, 0))?.life ?? 0))
    const [first = 0, held = 0, free = 0, late = 0, gone = 0] = lives
    await journal.clear('gone')
    const holder = new Client({ connectionString: url })
    await holder.connect()
    await holder.query("BEGIN; SELECT FROM epay_sandbox_workspace WHERE name = 'held' FOR UPDATE")
    // The first is under way when the others ask: they go together.
    const asked = [
      append('first', first, 2),
      append('held', held, 2),
      append('free', free, 2),
      append('late', late, 1),
      append('gone', gone, 2),
    ]
    const others = await Promise.all(asked.filter((_, i) => i !== 1))
    t.strictSame(
      others.map((reading) => reading?.life),
      [first, free, undefined, undefined],
    )
    await holder.query('COMMIT')
    await holder.end()
    t.strictSame(
      (await asked[1])?.entries.map(({ seq }) => seq),
      [3, 4],
    )
    const readings = await Promise.all(names.map((name) => journal.read(name, start)))
    t.strictSame(
      readings.map(({ entries }) => entries.map(({ seq }) => seq)),
      [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2], []],
    )
  },
)

t.test('of many who write at once each entry is kept once and in its place', async (t) => {
  const url = await postgres.database()
  const journals = await Promise.all([1, 2, 3, 4].map(() => open(t, url)))
  const wanted = 25
  await Promise.all(
    journals.map(async (journal, writer) => {
      let place = start
      // Each time that one loses the race, another has won it.
      for (let written = 0, tries = 0; written < wanted; tries++) {
        if (tries > journals.length * wanted) throw new Error(`writer ${writer} loses every race`)
        const token = { kind: 'token expired' as const, token: `${writer}.${written}` }
        if (await journal.append('default', place, at, [token])) written += 1
        const { life, entries } = await journal.read('default', start)
        place = { life, seq: entries.length }
      }
    }),
  )
  const { entries } = (await journals[0]?.read('default', start)) ?? { entries: [] }
  t.same(
    entries.map(({ seq }) => seq),
    Array.from({ length: 4 * wanted }, (_, i) => i + 1),
  )
  const tokens = entries.map((entry) => entry.kind === 'token expired' && entry.token)
  t.equal(new Set(tokens).size, 4 * wanted)
})

t.test('servers that start at once make the tables once', async (t) => {
  const url = await postgres.database()
  const journals = await Promise.all([1, 2, 3, 4, 5].map(() => open(t, url)))
  t.ok(await journals[4]?.append('default', start, at, [entry]))
})

t.test('a secret is the first one that was made', async (t) => {
  const url = await postgres.database()
  const journals = await Promise.all([1, 2, 3].map(() => open(t, url)))
  const found = await Promise.all(
    journals.map((journal, i) => journal.secret('card key', async () => `key ${i}`)),
  )
  t.equal(new Set(found).size, 1)
  t.equal(await journals[2]?.secret('card key', async () => 'another'), found[0])
})

t.test('tables of a newer version are left alone, and told', async (t) => {
  const url = await postgres.database()
  await (await postgresJournal(url)).close()
  await postgres.query('UPDATE epay_sandbox_schema SET steps = 99', new URL(url).pathname.slice(1))
  await t.rejects(postgresJournal(url), { message: /made by a newer epay-sandbox .* update this one/ })
})

t.test('a database that is not there is told, without its password', async (t) => {
  const url = (await postgres.database()).replace(/db\d+$/, 'nowhere')
  const answer = await postgresJournal(url).catch((error: Error) => error)
  t.ok(answer instanceof JournalError)
  t.match(
    String(answer),
    /journal at postgres:\/\/epay@127\.0\.0\.1:\d+\/nowhere cannot be reached: .*nowhere/,
  )
  t.notMatch(String(answer), /password/)
})

t.test('a connection that breaks between two statements fails what was under way, and no more', async (t) => {
  const { ask, transaction, close } = await connect(await postgres.database())
  t.teardown(close)
  const ours = `application_name = 'epay-sandbox' AND datname = current_database()`
  const broken = transaction(async (client) => {
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    await postgres.query(`SELECT pg_terminate_backend(${rows[0].pid})`)
    await ended
    await client.query('SELECT 1')
  })
  await t.rejects(broken, { message: /^the journal at .* cannot be reached: / })
  const { rows } = await ask({
    text: `SELECT count(*)::int AS connections FROM pg_stat_activity WHERE ${ours}`,
  })
  t.same(rows, [{ connections: 1 }], 'another connection takes its place')
})

t.test('while PostgreSQL is dead every call says so; when it lives again the journal goes on', async (t) => {
  const journal = await open(t, await postgres.database())
  const { life = 0 } = (await journal.append('default', start, at, [entry])) ?? {}
  await postgres.kill()
  const fails = async () => journal.read('default', start)
  // A worker that is still alive may answer once more.
  await until(
    () =>
      fails().then(
        () => false,
        () => true,
      ),
    'the dead PostgreSQL stops answering',
  )
  await t.rejects(fails(), { message: /cannot be reached/ })
  await t.rejects(async () => journal.append('default', { life, seq: 1 }, at, [entry]), {
    message: /cannot be reached/,
  })
  await t.rejects(async () => journal.clear('default'), { message: /cannot be reached/ })
  await postgres.start()
  t.equal((await journal.read('default', start)).entries.length, 1, 'what was acknowledged is there')
  t.ok(await journal.append('default', { life, seq: 1 }, at, [entry]))
})
