import { statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../server/adapters/clock/system.ts'
import { sandboxCommand, startChild } from './child.ts'
import { median } from './figures.ts'
import { temporaryFolder } from './folder.ts'
import { writePayments } from './long-journal.ts'
import { computedMs } from './process.ts'

const payments = Number(process.argv[2] ?? 1_000_000)
const runs = 5

interface Start {
  /** From spawn to the answer of /_sandbox/health. */
  healthyMs: number
  /** What of it the process computed: the rest it waited for others on the same machine, or for the disk. */
  computedMs: number
}

const start = async (file: string) => {
  const begun = performance.now()
  const child = await startChild([...sandboxCommand, '--quiet', '--journal', file])
  const answer = await fetch(`${child.url}/_sandbox/health`)
  if (answer.status !== 200) throw new Error(`health answered ${answer.status}`)
  return { ...child, healthyMs: performance.now() - begun, computedMs: computedMs(child.pid) }
}

const inMs = (times: number[]) => {
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map(Math.round)
  return `${middle} ms (${least}–${most})`
}

const tell = (what: string, starts: Start[]) => {
  const [healthy, computed] = [starts.map((one) => one.healthyMs), starts.map((one) => one.computedMs)]
  console.log(`${what}: ${inMs(healthy)}, of which computed ${inMs(computed)}; runs: ${starts.length}`)
}

const file = join(temporaryFolder(), 'journal.sqlite')
const written = await writePayments(file, payments, systemClock().now())
const size = Math.round(statSync(file).size / 2 ** 20)
console.log(`Node ${process.version}; ${payments} payments in ${written} entries, ${size} MiB.`)

const first = await start(file)
tell('the whole journal replayed', [first])
await first.stop()

const [quiet, busy]: [Start[], Start[]] = [[], []]
for (let run = 0; run < runs; run++) {
  const again = await start(file)
  quiet.push(again)
  process.kill(again.pid, 'SIGKILL')
  await again.stop()
  // As long a tail as there can be: with one payment more, the next snapshot would have been due.
  await writePayments(file, 6_400, systemClock().now())
  const late = await start(file)
  busy.push(late)
  await late.stop()
}
tell('after a stop', quiet)
tell('after kill -9, with the longest tail', busy)
