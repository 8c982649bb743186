import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import { seed, shareOf } from './share.ts'
import type { Played } from './simulation/play.ts'

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
        const told: Played[] = []
        const file = new URL('./simulation/worker.ts', import.meta.url)
        const worker = new Worker(file, { workerData: { seeds: share, commands } })
        worker.on('message', (one: Played) => told.push(one))
        worker.on('error', reject)
        worker.on('exit', () => resolve(told))
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
