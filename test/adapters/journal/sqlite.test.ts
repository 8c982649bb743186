import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { sqliteJournal } from '../../../server/adapters/journal/sqlite.ts'
import type { Journal } from '../../../server/ports.ts'
import { folder } from '../../folder.ts'
import { journalBattery, lastingBattery } from './battery.ts'

const at = Date.parse('2025-02-12T09:42:51+05:00')
const entry = { kind: 'token expired', token: 'a' } as const

/** Closes what is still open, so that the folder can be removed. */
const openFile = async (t: Test, file = join(folder(t), 'journal.sqlite')) => {
  let journal: Journal | undefined = await sqliteJournal(file)
  t.teardown(() => journal?.close())
  return {
    file,
    journal,
    close: async () => {
      await journal?.close()
      journal = undefined
    },
    reopen: async () => {
      await journal?.close()
      journal = await sqliteJournal(file)
      return journal
    },
  }
}

journalBattery(t, openFile)
lastingBattery(t, openFile)

t.test('a journal in a file has one owner', async (t) => {
  t.ok((await openFile(t)).journal.exclusive)
})

t.test('a second sandbox on the same file is refused and told why', async (t) => {
  const { file, journal } = await openFile(t)
  const { life = 0 } = (await journal.append('default', { life: 0, seq: 0 }, at, [entry])) ?? {}
  await t.rejects(sqliteJournal(file), {
    message: /cannot open the journal ".*journal\.sqlite": .*locked; another sandbox has it open/,
  })
  t.equal(
    (await journal.append('default', { life, seq: 1 }, at, [entry]))?.entries.length,
    1,
    'the first one works on',
  )
})

t.test('a second sandbox is refused before the first one has written anything', async (t) => {
  const { file } = await openFile(t)
  await t.rejects(sqliteJournal(file), { message: /another sandbox has it open/ })
})

t.test('the file is free again when the first sandbox has closed', async (t) => {
  const { file, close } = await openFile(t)
  await close()
  await openFile(t, file)
  t.pass()
})

t.test('a path that cannot be written is refused and told how to fix it', async (t) => {
  const writable = folder(t, { file: 'not a folder' })
  mkdirSync(join(writable, 'folder'))
  for (const path of ['missing/journal.sqlite', 'file/journal.sqlite', 'folder']) {
    await t.rejects(
      sqliteJournal(join(writable, path)),
      { message: /^cannot open the journal ".*": .*; give a path in a writable folder$/ },
      path,
    )
  }
})

t.test('a file that is something else is refused and left as it was', async (t) => {
  const file = join(folder(t), 'notes.txt')
  const notes = 'my notes, not a database\n'.repeat(100)
  writeFileSync(file, notes)
  await t.rejects(sqliteJournal(file), {
    message: /cannot open the journal ".*notes\.txt": .*not a database/,
  })
  t.equal(readFileSync(file, 'utf8'), notes)
})

t.test('an append that fails half-way leaves nothing behind', async (t) => {
  const { journal } = await openFile(t)
  const circular: Record<string, unknown> = { kind: 'token expired' }
  circular.token = circular
  t.throws(() => journal.append('default', { life: 0, seq: 0 }, at, [entry, circular as never]))
  t.same((await journal.read('default', { life: 0, seq: 0 })).entries, [])
  t.equal(
    (await journal.append('default', { life: 0, seq: 0 }, at, [entry]))?.entries.length,
    1,
    'and the journal works on',
  )
})
