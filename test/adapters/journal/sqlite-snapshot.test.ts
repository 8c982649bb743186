import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { sqliteJournal } from '../../../server/adapters/journal/sqlite.ts'
import type { Journal, Snapshots } from '../../../server/ports.ts'
import { folder } from '../../folder.ts'

const at = Date.parse('2025-02-12T09:42:51+05:00')
const entry = { kind: 'token expired', token: 'a' } as const

/** A journal of ten entries in each of two workspaces. */
const openFile = async (t: Test) => {
  const file = join(folder(t), 'journal.sqlite')
  let journal: Journal = await sqliteJournal(file)
  let isOpen = true
  const close = async () => {
    if (isOpen) await journal.close()
    isOpen = false
  }
  t.teardown(close)
  for (const workspace of ['one', 'two'])
    await journal.append(workspace, { life: 0, seq: 0 }, at, Array(10).fill(entry))
  return {
    journal,
    snapshots: journal.snapshots as Snapshots,
    close,
    async reopen() {
      await close()
      journal = await sqliteJournal(file)
      isOpen = true
      return journal.snapshots as Snapshots
    },
    /** How many pieces the file holds; it must be closed. */
    kept() {
      const database = new DatabaseSync(file)
      const { kept } = database.prepare('SELECT count(*) AS kept FROM snapshot_piece').get() ?? {}
      database.close()
      return kept
    },
  }
}

const write = (snapshots: Snapshots, workspace: string, seq: number, pieces: string[], form = 'f') => {
  const writer = snapshots.begin(workspace, form, seq)
  for (const piece of pieces) writer.add(piece)
  return writer
}

const found = (snapshots: Snapshots, workspace: string, form = 'f') => {
  const snapshot = snapshots.find(workspace, form)
  return snapshot && { seq: snapshot.seq, pieces: [...snapshot.pieces] }
}

t.test('a snapshot is found again, in its order, after a restart too', async (t) => {
  const { snapshots, reopen } = await openFile(t)
  t.equal(found(snapshots, 'one'), undefined)
  const pieces = Array.from({ length: 12 }, (_, i) => `piece ${i} — Шай`)
  write(snapshots, 'one', 7, pieces).finish()
  t.same(found(snapshots, 'one'), { seq: 7, pieces })
  t.equal(found(snapshots, 'two'), undefined)
  t.same(found(await reopen(), 'one'), { seq: 7, pieces })
})

t.test('one that was not finished is not found, and leaves nothing behind', async (t) => {
  const { snapshots, reopen, close, kept } = await openFile(t)
  write(snapshots, 'one', 4, ['whole']).finish()
  write(snapshots, 'one', 7, ['half'])
  t.same(found(snapshots, 'one'), { seq: 4, pieces: ['whole'] })
  const reopened = await reopen()
  t.same(found(reopened, 'one'), { seq: 4, pieces: ['whole'] })
  write(reopened, 'one', 9, ['later']).finish()
  t.same(found(reopened, 'one'), { seq: 9, pieces: ['later'] })
  await close()
  t.equal(kept(), 1)
})

t.test('one cut off at the same entry is begun again', async (t) => {
  const { snapshots, reopen } = await openFile(t)
  write(snapshots, 'one', 7, ['half'])
  const reopened = await reopen()
  write(reopened, 'one', 7, ['first', 'second']).finish()
  t.same(found(reopened, 'one'), { seq: 7, pieces: ['first', 'second'] })
})

t.test('one of another form is not found, and gives way', async (t) => {
  const { snapshots, close, kept } = await openFile(t)
  write(snapshots, 'one', 7, ['old'], 'old form').finish()
  t.equal(found(snapshots, 'one', 'new form'), undefined)
  write(snapshots, 'one', 7, ['new'], 'new form').finish()
  t.same(found(snapshots, 'one', 'new form'), { seq: 7, pieces: ['new'] })
  t.equal(found(snapshots, 'one', 'old form'), undefined)
  await close()
  t.equal(kept(), 1)
})

t.test('one of more entries than there are is not found', async (t) => {
  const { snapshots } = await openFile(t)
  write(snapshots, 'one', 11, ['of another file']).finish()
  t.equal(found(snapshots, 'one'), undefined)
})

t.test('a cleared workspace forgets its own, and the one that is being written', async (t) => {
  const { journal, snapshots, close, kept } = await openFile(t)
  write(snapshots, 'one', 7, ['gone']).finish()
  write(snapshots, 'two', 7, ['stays']).finish()
  const halfway = write(snapshots, 'one', 9, ['half'])
  await journal.clear('one', at, Array(10).fill(entry))
  halfway.add('another half')
  halfway.finish()
  t.equal(found(snapshots, 'one'), undefined)
  t.same(found(snapshots, 'two'), { seq: 7, pieces: ['stays'] })
  await close()
  t.equal(kept(), 1)
})

t.test('nothing that is asked reads every entry', async (t) => {
  const asked: string[] = []
  const { prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.prepare = function (sql) {
    asked.push(sql)
    return prepare.call(this, sql)
  }
  t.teardown(() => {
    DatabaseSync.prototype.prepare = prepare
  })
  const { close } = await openFile(t)
  DatabaseSync.prototype.prepare = prepare
  await close()
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE entry (workspace, seq, body, PRIMARY KEY (workspace, seq)) WITHOUT ROWID')
  const ofEntries = asked.filter((sql) => / FROM entry/.test(sql))
  t.equal(ofEntries.length, 4)
  for (const sql of ofEntries) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
    t.same(
      plan.filter(({ detail }) => /SCAN entry/.test(String(detail))),
      [],
      sql,
    )
  }
  database.close()
})
