import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EntryBody } from '../../contracts/entry.ts'
import { sqliteJournal } from '../../server/adapters/journal/sqlite.ts'

/** What `--durability power-cut` costs: the same appends with it and without, by turns, on the disk of this folder. */

const rounds = 15
const appends = 200
const bodies: EntryBody[] = [{ kind: 'token expired', token: 'x'.repeat(600) }]

const open = async (folder: string, durability: 'kill' | 'power-cut') => {
  const journal = await sqliteJournal(join(folder, `${durability}.sqlite`), durability)
  let place = { life: 0, seq: 0 }
  const round = async () => {
    const started = performance.now()
    for (let i = 0; i < appends; i++) {
      const appended = await journal.append('default', place, 0, bodies)
      place = { life: appended?.life ?? 0, seq: place.seq + 1 }
    }
    return (performance.now() - started) / appends
  }
  return { round, close: () => journal.close() }
}

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const folder = mkdtempSync(join(process.cwd(), '.tap-durability-'))
const [usual, synced] = [await open(folder, 'kill'), await open(folder, 'power-cut')]
await usual.round()
await synced.round()
const times = { kill: [] as number[], 'power-cut': [] as number[] }
for (let i = 0; i < rounds; i++) {
  times.kill.push(await usual.round())
  times['power-cut'].push(await synced.round())
}
await usual.close()
await synced.close()
rmSync(folder, { recursive: true })
const ratios = times.kill.map((ms, i) => (times['power-cut'][i] ?? 0) / ms)
const shown = (values: number[]) =>
  `${middle(values).toFixed(3)} (${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)})`
process.stdout.write(
  `ms an append, the middle of ${rounds} rounds of ${appends}: kill ${shown(times.kill)}, ` +
    `power-cut ${shown(times['power-cut'])}; ratio ${shown(ratios)}\n`,
)
