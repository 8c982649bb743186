import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { EntryBody } from '../../contracts/entry.ts'
import { manualClock } from '../../server/adapters/clock/manual.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { sqliteJournal } from '../../server/adapters/journal/sqlite.ts'
import { piecesOf } from '../../server/core/snapshot.ts'
import type { Courier, Journal, Place } from '../../server/ports.ts'
import { openReplica } from '../../server/workspace/replica.ts'
import { defaultWorkspace, openWorkspaces } from '../../server/workspace/workspaces.ts'
import { noon, settingsWith, tokenRequest, world } from '../core/given.ts'
import { folder } from '../folder.ts'

const courier: Courier = {
  post: async () => ({ status: 200, durationMs: 0, responseBody: '' }),
  close: async () => {},
}

/** A sandbox on a file; `read` says from where entries were read, and how many came. */
const open = async (file: string, { snapshotEvery = 100 } = {}) => {
  const kept = await sqliteJournal(file)
  const read: { after: Place; got: number }[] = []
  const journal: Journal = {
    ...kept,
    async read(workspace, after, limit) {
      const reading = await kept.read(workspace, after, limit)
      read.push({ after, got: reading.entries.length })
      return reading
    },
  }
  const workspaces = await openWorkspaces({
    ...{ world, journal, courier, snapshotEvery },
    clock: manualClock(noon),
    opening: () => ({ settings: settingsWith() }),
  })
  const { emulator } = await workspaces.get(defaultWorkspace)
  let issued = 0
  return {
    read,
    emulator,
    issue: async (count: number) => {
      for (let i = 0; i < count; i++)
        await emulator.execute(tokenRequest({ invoiceId: String(100_000 + issued++) }))
    },
    words: () => JSON.stringify([...piecesOf(emulator.state())]),
    /** What is being written gets its turns. */
    turns: async () => {
      for (let i = 0; i < 50; i++) await new Promise(setImmediate)
    },
    stop: () => workspaces.close(),
    /** The process is gone: nothing is finished. */
    kill: () => kept.close(),
  }
}

const fileOf = (t: Test) => join(folder(t), 'journal.sqlite')
const got = (read: { got: number }[]) => read.reduce((sum, one) => sum + one.got, 0)

t.test('after a crash only what followed the last snapshot is read, and the state is the same', async (t) => {
  const file = fileOf(t)
  const first = await open(file)
  for (const count of [120, 130, 30]) {
    await first.issue(count)
    await first.turns()
  }
  const before = first.words()
  await first.kill()

  const second = await open(file)
  t.ok((second.read[0]?.after.seq ?? 0) >= 200, `read after entry ${second.read[0]?.after.seq}`)
  t.ok(got(second.read) <= 130, `${got(second.read)} entries were read`)
  t.equal(second.words(), before)
  await second.stop()
})

t.test('after a stop nothing is read but what is new', async (t) => {
  const file = fileOf(t)
  const first = await open(file)
  await first.issue(90)
  const before = first.words()
  await first.stop()

  const second = await open(file)
  t.same(second.read, [{ after: { life: 1, seq: 91 }, got: 0 }])
  t.equal(second.words(), before)
  await second.issue(1)
  t.equal(second.emulator.place().seq, 92, 'and it goes on counting')
  await second.stop()
})

t.test('a stop after a few entries writes nothing', async (t) => {
  const file = fileOf(t)
  const first = await open(file)
  await first.issue(5)
  await first.stop()
  const second = await open(file)
  t.same(second.read, [{ after: { life: 0, seq: 0 }, got: 6 }])
  await second.stop()
})

t.test('a stop in the middle of a snapshot finishes it', async (t) => {
  const file = fileOf(t)
  const first = await open(file)
  await first.issue(100)
  await first.stop()
  const second = await open(file)
  t.same(second.read, [{ after: { life: 1, seq: 100 }, got: 1 }])
  await second.stop()
})

t.test('after a reset nothing of the life before is recalled', async (t) => {
  const file = fileOf(t)
  const first = await open(file)
  await first.issue(250)
  await first.turns()
  await first.emulator.reset()
  await first.issue(3)
  await first.kill()
  const second = await open(file)
  t.equal(second.emulator.state().tokens.size, 3)
  t.equal(second.read[0]?.after.seq, 0)
  await second.stop()
})

t.test('a journal that grew long without snapshots gets one as soon as it is opened', async (t) => {
  const file = fileOf(t)
  const first = await open(file, { snapshotEvery: 10_000 })
  await first.issue(250)
  await first.kill()
  const second = await open(file)
  t.equal(second.read[0]?.after.seq, 0)
  await second.turns()
  await second.kill()
  const third = await open(file)
  t.same(third.read, [{ after: { life: 1, seq: 251 }, got: 0 }])
  await third.stop()
})

t.test('a journal longer than what is read at once is read to its end', async (t) => {
  for (const count of [9_999, 10_000, 20_001]) {
    const journal = memoryJournal()
    const settings = settingsWith()
    const tokens = Array.from(
      { length: count - 1 },
      (_, i): EntryBody => ({ kind: 'token expired', token: String(i) }),
    )
    const bodies: EntryBody[] = [{ kind: 'workspace opened', settings }, ...tokens]
    await journal.append('default', { life: 0, seq: 0 }, noon, bodies)
    const replica = openReplica({
      ...{ workspace: 'default', world, journal, clock: manualClock(noon) },
      opening: () => ({ settings }),
    })
    await replica.catchUp()
    t.equal(replica.place().seq, count)
  }
})
