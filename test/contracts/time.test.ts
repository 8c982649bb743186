import t from 'tap'
import { bankTime, julianDay } from '../../contracts/time.ts'

t.test('an instant is printed as the seeds print it', async (t) => {
  for (const [at, nanos, printed] of [
    ['2025-02-12T04:42:51.960Z', 781_107, '2025-02-12T09:42:51.960781107+05:00'],
    ['2025-02-12T04:42:51.960Z', 0, '2025-02-12T09:42:51.96+05:00'],
    ['2025-02-12T04:42:51.960Z', 781_100, '2025-02-12T09:42:51.9607811+05:00'],
    ['2025-02-12T04:42:51.000Z', 0, '2025-02-12T09:42:51+05:00'],
    ['2025-02-12T04:42:51.000Z', 7, '2025-02-12T09:42:51.000000007+05:00'],
    ['2025-02-12T04:42:51.001Z', 0, '2025-02-12T09:42:51.001+05:00'],
    ['2024-12-31T19:00:00.000Z', 0, '2025-01-01T00:00:00+05:00'],
    ['2019-12-31T18:00:00.000Z', 0, '2020-01-01T00:00:00+06:00'],
    ['2024-02-29T17:59:59.000Z', 0, '2024-02-29T23:59:59+06:00'],
    ['2024-02-29T18:00:00.000Z', 0, '2024-02-29T23:00:00+05:00'],
  ] as const) {
    t.equal(bankTime(Date.parse(at), nanos), printed)
  }
})

t.test('what is printed is the instant it was, to the millisecond', async (t) => {
  for (const at of [
    0,
    1,
    1_600_000_000_123,
    999,
    1_739_335_371_960,
    Date.UTC(2028, 1, 29, 23, 59, 59, 999),
  ]) {
    t.equal(Date.parse(bankTime(at)), at)
  }
})

t.test('the day of the year is counted in Kazakhstan', async (t) => {
  for (const [at, yearDigit, day] of [
    ['2025-02-12T09:42:51+05:00', '5', 43],
    ['2025-01-01T00:00:00+05:00', '5', 1],
    ['2024-12-31T23:59:59+05:00', '4', 366],
    ['2025-12-31T23:59:59+05:00', '5', 365],
    ['2024-12-31T20:00:00Z', '5', 1],
    ['2022-12-31T18:00:00Z', '3', 1],
  ] as const) {
    t.same(julianDay(Date.parse(at)), { yearDigit, day }, at)
  }
})
