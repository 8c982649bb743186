import { createHistogram } from 'node:perf_hooks'

const hourUs = 3_600_000_000

/** Durations by how often they came: exact to three digits, in a memory that does not grow. */
export const openLatencies = () => {
  const histogram = createHistogram({ lowest: 1, highest: hourUs, figures: 3 })
  return {
    record: (ms: number) => histogram.record(Math.min(hourUs, Math.max(1, Math.round(ms * 1000)))),
    count: () => histogram.count,
    /** In milliseconds: so many percent took no longer. */
    percentile: (percent: number) =>
      histogram.count === 0 ? Number.NaN : histogram.percentile(percent) / 1000,
  }
}

export type Latencies = ReturnType<typeof openLatencies>
