import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRunReport } from '../../server/cli/run-report.ts'
import { openTestClient } from '../../server/client/test-client.ts'
import { overNetwork } from '../../server/client/transport.ts'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import { openRunLog, type RunLog } from '../../server/readings/run/run-log.ts'
import { median } from './figures.ts'

/**
 * What a run's report costs in processor time. Two sandboxes live side by side, one with a report and one without; the
 * same payments are made at both by turns, and neighbours are compared: what else the machine does slows both. The time
 * inside the record of the run is summed up besides: on a busy machine a difference of pairs is mostly the machine.
 */

const [pairs, payments] = [160, 4]
const merchant = {
  terminal: '67e34d63-102f-4bd1-898e-370781d0074d',
  clientId: 'test',
  clientSecret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
}

const folder = await mkdtemp(join(tmpdir(), 'epay-report-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const processorMs = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

let insideMs = 0
const timed =
  <Given extends unknown[]>(work: (...given: Given) => void) =>
  (...given: Given) => {
    const before = process.threadCpuUsage()
    work(...given)
    const { user, system } = process.threadCpuUsage(before)
    insideMs += (user + system) / 1000
  }
const timedRunLog = (): RunLog => {
  const { read, entries, call } = openRunLog()
  return { read, entries: timed(entries), call: timed(call) }
}

const openSide = async (report: object, runLog?: RunLog) => {
  const config = toConfig({ port: 0, seed: 'bench', ...report })
  const running = await start(config, runLog ? { runLog } : {})
  const buyer = openTestClient(overNetwork({ url: running.url }))
  let last = 100_000_000
  const order = {
    ...merchant,
    ...{ amount: 1000, currency: 'KZT', description: 'Tea', backLink: `${running.url}/` },
  }
  const pay = async () => {
    for (let i = 0; i < payments; i++) {
      last += 1
      await buyer.payOnPage({ ...order, invoiceId: String(last) }, last % 2 ? 484 : 0)
    }
  }
  return { running, config, pay, count: () => last - 100_000_000 }
}

const plain = await openSide({})
const kept = await openSide({ report: folder }, timedRunLog())
for (let i = 0; i < 4; i++) for (const side of [plain, kept]) await side.pay()

const ratios: number[] = []
insideMs = 0
const [without, with_]: [number[], number[]] = [[], []]
for (let i = 0; i < pairs; i++) {
  const turns = i % 2 ? [kept, plain] : [plain, kept]
  for (const side of turns) (side === plain ? without : with_).push(await processorMs(side.pay))
  ratios.push((with_.at(-1) ?? 0) / (without.at(-1) ?? 1))
}
const written = await processorMs(() => writeRunReport(kept.running, kept.config))
await Promise.all([plain.running.close(), kept.running.close()])

const percent = (ratio: number) => `${(100 * (ratio - 1)).toFixed(1)} %`
const sum = (values: number[]) => values.reduce((all, one) => all + one, 0)
const least = (values: number[]) => Math.min(...values)
const quarter = (at: number) => ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length * at)] ?? 1
process.stdout.write(
  `a payment: ${(median(without) / payments).toFixed(2)} ms of processor without a report, ` +
    `${(median(with_) / payments).toFixed(2)} with\n` +
    `keeping it, inside the record: ${((1000 * insideMs) / pairs / payments).toFixed(1)} µs a payment, ` +
    `${((100 * insideMs) / sum(without)).toFixed(2)} %\n` +
    `keeping it, median of ${pairs} pairs: ${percent(median(ratios))} ` +
    `(middle half ${percent(quarter(0.25))} to ${percent(quarter(0.75))}); least against least ` +
    `${percent(least(with_) / least(without))}\n` +
    `writing it, once, of ${kept.count()} payments: ${written.toFixed(0)} ms\n`,
)
