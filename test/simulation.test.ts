import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import { importJournal, journalOf } from '../server/client/control.ts'
import { folder } from './folder.ts'
import { matches } from './matches.ts'
import { seed, shareOf } from './share.ts'
import { chanceOf } from './simulation/chance.ts'
import { keepWrong } from './simulation/keep.ts'
import { anyMove } from './simulation/moves.ts'
import type { Played } from './simulation/play.ts'
import { openTown } from './simulation/town.ts'
import { openSandbox } from './world.ts'

const count = shareOf(50)
const commands = 10_000
// A failure names its seed: EPAY_SIMULATION_FIRST=<seed> plays it first.
const first = Number(process.env.EPAY_SIMULATION_FIRST ?? 1 + (seed - 1) * count)

/** Answers what each seed came to, played on every core. */
const playAll = async (seeds: number[]): Promise<Played[]> => {
  const threads = Math.min(availableParallelism(), 4, seeds.length)
  const shares = Array.from({ length: threads }, (_, i) => seeds.filter((_, j) => j % threads === i))
  const played = shares.map(
    (share) =>
      new Promise<Played[]>((resolve, reject) => {
        const lines: Played[] = []
        const file = new URL('./simulation/worker.ts', import.meta.url)
        const worker = new Worker(file, { workerData: { seeds: share, commands } })
        worker.on('message', (one: Played) => lines.push(one))
        worker.on('error', reject)
        worker.on('exit', () => resolve(lines))
      }),
  )
  return (await Promise.all(played)).flat().sort((a, b) => a.seed - b.seed)
}

t.setTimeout(600_000)

t.test(`${count} times ${commands} random commands leave the books in order`, async (t) => {
  const played = await playAll(Array.from({ length: count }, (_, i) => first + i))
  t.equal(played.length, count)
  for (const { seed, broken, payments } of played) t.same(broken, [], `seed ${seed}: ${payments} outcomes`)
  const met = new Set(played.flatMap(({ statuses }) => statuses))
  // A hold lapses after a month: a few seeds may not live to see one, the fifty of a long run do.
  const rare = count < 50 ? [] : ['CANCEL_OLD']
  met.delete(count < 50 ? 'CANCEL_OLD' : '')
  const all = ['AUTH', 'CANCEL', ...rare, 'CHARGE', 'FAILED', 'REFUND', 'REJECT', 'VERIFIED']
  t.same([...met].sort(), all, 'every status was met')
})

t.test('the order that went wrong is kept as a journal that opens where it did', async (t) => {
  const chance = chanceOf(seed)
  const town = await openTown(seed, chance)
  for (let step = 0; step < 300; step++) await anyMove(chance)(town)
  const entries = await town.emulator().entries()
  const decided = entries.findLast(({ kind }) => kind === 'payment decided') as {
    transaction: { id: string }
  }
  const file = await keepWrong(town, [`${decided.transaction.id} went from nothing to REFUND`], folder(t))
  const text = readFileSync(file, 'utf8')
  t.ok(text.split('\n').length < entries.length / 2, 'nothing of other orders')
  const sandbox = await openSandbox(t)
  await importJournal(sandbox, 'wrong', { text })
  const kept = await journalOf({ ...sandbox, workspace: 'wrong' })
  t.ok(JSON.stringify(kept).includes(decided.transaction.id))
  matches(t, kept.at(-1), { kind: 'marked', name: 'went wrong' })
  const whole = await keepWrong(town, ['replaying the journal gives other alarms'], folder(t))
  t.equal(
    readFileSync(whole, 'utf8').trim().split('\n').length,
    entries.length + 1,
    'all of it where no order is named',
  )
})
