import t from 'tap'
import { memoryJournal } from '../../../server/adapters/journal/memory.ts'
import { journalBattery } from './battery.ts'

journalBattery(t, async () => ({ journal: memoryJournal() }))

t.test('a journal in memory has one owner', async (t) => {
  t.ok(memoryJournal().exclusive)
})
