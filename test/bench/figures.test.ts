import t from 'tap'
import { median, ratio, table } from './figures.ts'

t.test('the ratio is the median of the ratios of neighbours', async (t) => {
  // The second round was slow for both: that is the machine's doing.
  t.equal(ratio([50, 10, 60], [100, 20, 100]), 0.5)
  t.equal(median([3, 1, 2]), 2)
  t.equal(median([4, 1, 2, 3]), 2.5)
})

t.test(
  'a table has a column and a ratio for each of the others, and a dash for what is not known',
  async (t) => {
    const lines = table([
      { what: 'start', unit: 'ms', sandbox: [300, 200, 400], others: { Fastify: [200, 200, 200] } },
      { what: 'token', unit: 'req/s', sandbox: [6_000], others: { Fastify: [12_000], http: [24_000] } },
    ]).split('\n')
    t.same(lines, [
      '| what | unit | sandbox | Fastify | ratio | http | ratio |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| start | ms | 300 (200–400) | 200 (200–200) | 1.50 | – | – |',
      '| token | req/s | 6,000 (6,000–6,000) | 12,000 (12,000–12,000) | 0.50 | 24,000 (24,000–24,000) | 0.25 |',
    ])
  },
)
