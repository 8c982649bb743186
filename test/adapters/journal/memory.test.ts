import t from 'tap'
import { memoryJournal } from '../../../server/adapters/journal/memory.ts'
import { journalBattery } from './battery.ts'

journalBattery(t, async () => ({ journal: memoryJournal() }))

t.test('a journal in memory has one owner', async (t) => {
  t.ok(memoryJournal().exclusive)
})

t.test('of a long journal in memory the newest entries are kept, and counting goes on', async (t) => {
  const journal = memoryJournal({ keep: 4 })
  let place = { life: 0, seq: 0 }
  for (let seq = 1; seq <= 20; seq++) {
    const appended = await journal.append('default', place, 0, [{ kind: 'token expired', token: `t${seq}` }])
    place = { life: appended?.life ?? 0, seq }
  }
  const { entries } = await journal.read('default', { life: 0, seq: 0 })
  t.ok(entries.length >= 4 && entries.length <= 5)
  t.equal(entries.at(-1)?.seq, 20)
})
