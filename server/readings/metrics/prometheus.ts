import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client'
import { version } from '../../version.ts'
import type { Workspaces } from '../../workspace/workspaces.ts'
import type { FindingsTable } from '../findings/table.ts'
import type { Counters, CountersByWorkspace } from './counters.ts'
import { type Durations, durationBounds } from './durations.ts'
import { type Gauges, gaugesOf, together } from './gauges.ts'

/** All that is known, in Prometheus' words. No label says a card, an invoice or a secret. */

interface Reading {
  counters: ReadonlyMap<string, Counters>
  gauges: ReadonlyMap<string, Gauges>
  totals: CountersByWorkspace['totals']
  findings: FindingsTable
}

interface Sample {
  labels: Record<string, string | number>
  value: number
}

interface Row {
  name: string
  help: string
  labels: string[]
  read(reading: Reading): Sample[]
}

const row = (name: string, help: string, labels: string[], read: Row['read']): Row => ({
  name: `epay_sandbox_${name}`,
  help,
  labels,
  read,
})

/** One count of every workspace under each of its keys. */
const counter = (name: string, help: string, label: string, counts: (of: Counters) => Map<string, number>) =>
  row(name, help, ['workspace', label], ({ counters }) =>
    [...counters].flatMap(([workspace, own]) =>
      [...counts(own)].map(([key, value]) => ({ labels: { workspace, [label]: key }, value })),
    ),
  )

const counterRows: Row[] = [
  row(
    'payments_total',
    'Attempts to pay that were decided; reason code 0 is an approval.',
    ['workspace', 'outcome', 'reason_code'],
    ({ counters }) =>
      [...counters].flatMap(([workspace, { payments }]) =>
        [...payments].map(([code, value]) => ({
          labels: { workspace, outcome: code === 0 ? 'approved' : 'declined', reason_code: code },
          value,
        })),
      ),
  ),
  counter(
    'operations_total',
    'Charges, cancels, refunds and lapsed holds.',
    'operation',
    (own) => own.operations,
  ),
  counter(
    'postlink_attempts_total',
    'Attempts to deliver a postlink, by what came back.',
    'result',
    (own) => own.attempts,
  ),
  counter('refused_total', 'Calls the bank refused, by reason.', 'reason', (own) => own.refused),
  row(
    'requests_total',
    'Answers, by operation and HTTP status.',
    ['workspace', 'operation', 'status'],
    ({ counters }) =>
      [...counters].flatMap(([workspace, { requests }]) =>
        [...requests].flatMap(([operation, counts]) =>
          [...counts].map(([status, value]) => ({ labels: { workspace, operation, status }, value })),
        ),
      ),
  ),
  row(
    'limits_hit_total',
    'Requests turned away with 503, by what was full or away.',
    ['limit'],
    ({ totals }) => [...totals.limitsHit].map(([limit, value]) => ({ labels: { limit }, value })),
  ),
  row(
    'findings_total',
    'What requests did not do as the documents say, by finding.',
    ['id', 'severity'],
    ({ findings }) => findings.counts().map(({ count, ...labels }) => ({ labels, value: count })),
  ),
  row('faults_total', "Requests answered 500: the sandbox's own faults.", [], ({ totals }) => [
    { labels: {}, value: totals.faults },
  ]),
]

/** One number of every workspace as it stands. */
const gauge = (name: string, help: string, value: (now: Gauges) => number) =>
  row(name, help, ['workspace'], ({ gauges }) =>
    [...gauges].map(([workspace, now]) => ({ labels: { workspace }, value: value(now) })),
  )

const gaugeRows: Row[] = [
  row('postlinks', 'Postlinks that are remembered, by state.', ['workspace', 'state'], ({ gauges }) =>
    [...gauges].flatMap(([workspace, { postlinks }]) =>
      Object.entries(postlinks).map(([state, value]) => ({ labels: { workspace, state }, value })),
    ),
  ),
  gauge('postlinks_underway', 'Postlinks on their way to a merchant.', ({ underway }) => underway),
  gauge('open_pages', 'Payment pages that were opened and have not ended.', ({ openPages }) => openPages),
  gauge('alarms', 'Everything owed to the future: expiries, lapses, postlinks.', ({ alarms }) => alarms),
  gauge('alarm_late_seconds', 'How late the first alarm that is due is.', ({ lateMs }) => lateMs / 1000),
  gauge('commands_waiting', 'Commands that wait for their turn.', ({ waiting }) => waiting),
  gauge('journal_seq', 'The number of the last entry of the journal.', ({ journalSeq }) => journalSeq),
  row('listeners', 'Who follows the journal live.', ['workspace'], ({ counters }) =>
    [...counters].map(([workspace, { listeners }]) => ({ labels: { workspace }, value: listeners })),
  ),
  row('info', 'The version that runs.', ['version'], () => [{ labels: { version }, value: 1 }]),
]

const durationName = 'epay_sandbox_request_duration_seconds'

const bucketsOf = (operation: string, { counts, sum }: Durations) => {
  let below = 0
  const buckets = counts.map((count, place) => {
    below += count
    return {
      metricName: `${durationName}_bucket`,
      labels: { operation, le: durationBounds[place] ?? '+Inf' },
      value: below,
    }
  })
  return [
    ...buckets,
    { metricName: `${durationName}_sum`, labels: { operation }, value: sum },
    { metricName: `${durationName}_count`, labels: { operation }, value: below },
  ]
}

/** prom-client's own histogram wants to see each value; ours have been counted before it was loaded. */
const histogram = (read: () => CountersByWorkspace['totals']): Metric => {
  const options = { name: durationName, help: 'How long answers took.', type: 'histogram', aggregator: 'sum' }
  const get = async () => ({
    ...options,
    values: [...read().durations].flatMap(([operation, durations]) => bucketsOf(operation, durations)),
  })
  return { ...options, get } as unknown as Metric
}

const allGauges = async (workspaces: Workspaces, { labelOf }: CountersByWorkspace) => {
  const gauges = new Map<string, Gauges>()
  for (const workspace of await workspaces.opened()) {
    const label = labelOf(workspace.name)
    const [own, others] = [gaugesOf(workspace), gauges.get(label)]
    gauges.set(label, others ? together(others, own) : own)
  }
  return gauges
}

/** Loaded at the first scrape, together with the library. */
export const openMetrics = (
  workspaces: Workspaces,
  counters: CountersByWorkspace,
  findings: FindingsTable,
) => {
  const registry = new Registry()
  const { totals } = counters
  let reading: Reading = { counters: counters.all(), gauges: new Map(), totals, findings }
  for (const { read, labels: labelNames, ...named } of counterRows) {
    const collect = function (this: Counter) {
      this.reset()
      for (const { labels, value } of read(reading)) this.inc(labels, value)
    }
    new Counter({ ...named, labelNames, registers: [registry], collect })
  }
  for (const { read, labels: labelNames, ...named } of gaugeRows) {
    const collect = function (this: Gauge) {
      this.reset()
      for (const { labels, value } of read(reading)) this.set(labels, value)
    }
    new Gauge({ ...named, labelNames, registers: [registry], collect })
  }
  registry.registerMetric(histogram(() => totals))
  collectDefaultMetrics({ register: registry })
  return {
    contentType: registry.contentType,
    async text(): Promise<string> {
      reading = { ...reading, gauges: await allGauges(workspaces, counters) }
      return registry.metrics()
    },
  }
}
