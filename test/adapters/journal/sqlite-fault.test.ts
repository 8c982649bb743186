import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { sqliteJournal } from '../../../server/adapters/journal/sqlite.ts'
import { sqliteError } from '../../../server/adapters/journal/sqlite-error.ts'
import { JournalError } from '../../../server/ports.ts'
import { folder } from '../../folder.ts'
import { matches } from '../../matches.ts'

const at = Date.parse('2025-02-12T09:42:51+05:00')
const entry = { kind: 'token expired', token: 'a' } as const
const start = { life: 0, seq: 0 }

const openFile = async (t: Test, file = join(folder(t), 'journal.sqlite')) => {
  const journal = await sqliteJournal(file)
  return { file, journal }
}

const thrownBy = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

/** Nothing is read-only for root. */
const asNobody = async <T>(act: () => Promise<T>): Promise<T> => {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65534)
  try {
    return await act()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

t.test('a file that may only be read is refused at start, not at the first payment', async (t) => {
  const place = folder(t)
  const { file, journal } = await openFile(t, join(place, 'journal.sqlite'))
  await journal.append('default', start, at, [entry])
  await journal.close()
  chmodSync(file, 0o444)
  for (const [what, mode] of Object.entries({ 'in a writable folder': 0o777, 'in one like it': 0o555 })) {
    chmodSync(place, mode)
    const message = /^cannot open the journal ".*": .*; make the file and its folder writable, .*$/
    await t.rejects(
      asNobody(() => sqliteJournal(file)),
      { message, final: true },
      what,
    )
  }
  chmodSync(place, 0o777)
  chmodSync(file, 0o666)
  const { journal: fixed } = await openFile(t, file)
  t.equal((await fixed.read('default', start)).entries.length, 1, 'and works once it is writable')
  await fixed.close()
})

t.test('an empty file that may only be read is refused too', async (t) => {
  const place = folder(t, { 'journal.sqlite': '' })
  const file = join(place, 'journal.sqlite')
  chmodSync(place, 0o777)
  chmodSync(file, 0o444)
  await t.rejects(
    asNobody(() => sqliteJournal(file)),
    { message: /readonly.*; make the file and its folder writable/ },
  )
})

for (const [what, remove] of Object.entries({
  'is removed': (file: string) => rmSync(file),
  'is removed with its folder': (file: string) => rmSync(join(file, '..'), { recursive: true }),
  'is moved away': (file: string) => renameSync(file, `${file}.old`),
  'is replaced': (file: string) => {
    writeFileSync(`${file}.new`, '')
    renameSync(`${file}.new`, file)
  },
})) {
  t.test(`no append is acknowledged once the file ${what}`, async (t) => {
    const { file, journal } = await openFile(t)
    await journal.append('default', start, at, [entry])
    remove(file)
    const why = 'the file has been removed or replaced; move it back, then start again'
    for (const write of [
      () => journal.append('default', { life: 0, seq: 1 }, at, [entry]),
      () => journal.clear('default'),
    ]) {
      const error = thrownBy(write)
      t.ok(error instanceof JournalError)
      matches(t, error, { message: `cannot write the journal "${file}": ${why}`, final: true })
    }
    t.equal((await journal.read('default', start)).entries.length, 1)
    await journal.close()
  })
}

/** What SQLite itself throws when a write does not fit. */
const fullDisk = () => {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE entry (body TEXT); PRAGMA max_page_count = 4')
  return thrownBy(() => database.exec(`INSERT INTO entry VALUES ('${'x'.repeat(100_000)}')`))
}

t.test('a full disk is told as what it is', async (t) => {
  matches(t, sqliteError('write', '/data/journal.sqlite', fullDisk()), {
    message:
      'cannot write the journal "/data/journal.sqlite": database or disk is full; ' +
      'make room on the disk, then start again',
    final: true,
  })
})

t.test('what SQLite has no fix for names its code', async (t) => {
  const message = /cannot read .*: odd; see https:\/\/sqlite\.org\/rescode\.html for 21, then start again/
  matches(t, sqliteError('read', 'f', Object.assign(new Error('odd'), { errcode: 21 })), { message })
})

t.test('a bug is not taken for a fault of the disk', async (t) => {
  const bug = new TypeError('undefined is not a function')
  t.equal(sqliteError('write', 'f', bug), bug)
})
