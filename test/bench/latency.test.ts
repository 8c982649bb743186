import t from 'tap'
import { openLatencies } from './latency.ts'

const near = (found: number, expected: number) => Math.abs(found - expected) <= expected / 1000

t.test('percentiles are those of what was recorded, to three digits', async (t) => {
  const latencies = openLatencies()
  for (let ms = 1; ms <= 1_000; ms += 1) latencies.record(ms)
  t.equal(latencies.count(), 1_000)
  for (const [percent, ms] of [
    [50, 500],
    [99, 990],
    [99.9, 999],
    [100, 1_000],
  ] as const)
    t.ok(near(latencies.percentile(percent), ms), `p${percent} is ${latencies.percentile(percent)}`)
})

t.test('a fraction of a millisecond is kept, and so is the one that took minutes', async (t) => {
  const latencies = openLatencies()
  for (let n = 0; n < 999; n += 1) latencies.record(0.25)
  latencies.record(120_000)
  t.equal(latencies.percentile(50), 0.25)
  t.equal(latencies.percentile(99), 0.25)
  t.ok(near(latencies.percentile(100), 120_000))
})

t.test('nothing and the impossible', async (t) => {
  const latencies = openLatencies()
  t.ok(Number.isNaN(latencies.percentile(99)), 'nothing recorded is no number')
  latencies.record(0)
  latencies.record(1e9)
  t.equal(latencies.count(), 2, 'too short and too long count at the ends')
})
