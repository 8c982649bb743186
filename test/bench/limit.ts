import { markdown, median, nothingKnown, rounded } from './figures.ts'
import type { Latencies } from './latency.ts'
import { keptUp, openLoad, type Step } from './load.ts'
import { climb, twice } from './schedule.ts'

export interface LimitOptions {
  from: number
  growth: number
  halvings: number
  seconds: number
  connections: number
  /** What 99 of 100 payments have to be told within. */
  boundMs: number
  /** A rate that is tried at the end, whether or not it is kept up with: how many does it deliver then? */
  goal: number
}

const patienceMs = 10_000
const goalTimes = 3

const heads = [
  'payments/s due',
  'delivered/s',
  'charged p50/p99/p99.9 ms',
  'delivered p50/p99/p99.9 ms',
  'driver late p99 ms',
  'computing µs/payment',
  'event loop p99 ms',
  'memory MB',
  'kept up',
]

const percentiles = (latencies: Latencies) =>
  [50, 99, 99.9].map((percent) => latencies.percentile(percent).toFixed(1)).join(' / ')

export const verdict = (step: Step, boundMs: number) => {
  if (keptUp(step, boundMs)) return 'yes'
  if (step.refused > 0) return `no: ${step.refused} refused`
  if (step.begun < step.due) return 'no: given up'
  return step.delivered < step.begun ? `no: ${step.begun - step.delivered} lost` : 'no: too slow'
}

const row = (step: Step, boundMs: number): string[] => [
  rounded(step.rate),
  rounded(step.perSecond),
  percentiles(step.charge),
  percentiles(step.postlink),
  step.lateMs.percentile(99).toFixed(1),
  rounded(step.computedUs),
  step.loopDelayMs?.toFixed(1) ?? nothingKnown,
  rounded(step.residentMb),
  verdict(step, boundMs),
]

/** Steps up the rate until the server falls behind; a rate that fails is tried twice. */
export const findLimit = async (options: LimitOptions): Promise<string> => {
  const { seconds, boundMs, connections } = options
  const load = await openLoad(connections)
  const steps: Step[] = []
  const stepAt = (rate: number) => load.step({ rate, payments: rate * seconds, patienceMs })
  await stepAt(options.from)
  const holds = async (rate: number) => {
    const step = await stepAt(rate)
    steps.push(step)
    return keptUp(step, boundMs)
  }
  const limit = await climb(options, twice(holds))
  const goals: number[] = []
  for (let time = 0; time < goalTimes; time++) {
    await holds(options.goal)
    goals.push(steps.at(-1)?.perSecond ?? 0)
  }
  await load.close()
  const refusals = [...new Set(steps.map(({ refusal }) => refusal).filter(Boolean))]
  return [
    `Whole payments, ${seconds} s a rate, ${connections} connections; kept up: all delivered, p99 <= ${boundMs} ms.`,
    '',
    markdown(
      heads,
      steps.map((step) => row(step, boundMs)),
    ),
    '',
    `Kept up with ${rounded(limit)} payments a second.`,
    `Of ${rounded(options.goal)} due it delivered ${rounded(median(goals))} a second (median of ${goalTimes}).`,
    ...refusals.map((refusal) => `A refusal: ${refusal}`),
  ].join('\n')
}
