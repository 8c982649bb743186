import t from 'tap'
import { climb, pace, type Time, twice } from './schedule.ts'

/** Time that passes only while somebody waits, and by so much more as the test says. */
const virtualTime = (stallMs: (n: number) => number = () => 0): Time & { pass(ms: number): void } => {
  let [nowMs, waits] = [5_000, 0]
  return {
    now: () => nowMs,
    pass: (ms) => {
      nowMs += ms
    },
    wait: async (ms) => {
      nowMs += ms + stallMs(waits++)
    },
  }
}

const calls = async (rate: number, count: number, time: Time, call: (n: number) => boolean = () => true) => {
  const made: [n: number, dueMs: number, atMs: number][] = []
  const begun = await pace({
    rate,
    count,
    time,
    call(n, dueMs) {
      made.push([n, dueMs, time.now()])
      return call(n)
    },
  })
  return { begun, made }
}

t.test('calls come at their rate, each when it is due', async (t) => {
  t.same(await calls(200, 4, virtualTime()), {
    begun: 4,
    made: [
      [0, 5_000, 5_000],
      [1, 5_005, 5_005],
      [2, 5_010, 5_010],
      [3, 5_015, 5_015],
    ],
  })
})

t.test('after a stall the calls that were missed come at once, and say when they were due', async (t) => {
  const time = virtualTime((n) => (n === 0 ? 13 : 0))
  t.same((await calls(200, 5, time)).made, [
    [0, 5_000, 5_000],
    [1, 5_005, 5_018],
    [2, 5_010, 5_018],
    [3, 5_015, 5_018],
    [4, 5_020, 5_020],
  ])
})

t.test('time that a call itself takes moves nothing', async (t) => {
  const time = virtualTime()
  const { made } = await calls(100, 3, time, () => {
    time.pass(4)
    return true
  })
  t.same(
    made.map(([, dueMs]) => dueMs),
    [5_000, 5_010, 5_020],
  )
})

t.test('a call that answers false is the last, and counts', async (t) => {
  const { begun, made } = await calls(100, 10, virtualTime(), (n) => n < 2)
  t.equal(begun, 3)
  t.equal(made.length, 3)
})

const climbing = async (limit: number, halvings: number) => {
  const tried: number[] = []
  const held = await climb({ from: 400, growth: 2, halvings }, async (rate) => {
    tried.push(rate)
    return rate <= limit
  })
  return { held, tried }
}

t.test('the rate grows until one fails, and the gap is halved', async (t) => {
  t.same(await climbing(1_900, 0), { held: 1_600, tried: [400, 800, 1_600, 3_200] })
  t.same(await climbing(1_900, 3), { held: 1_800, tried: [400, 800, 1_600, 3_200, 2_400, 2_000, 1_800] })
})

t.test('when the first rate fails, the answer is below it, or nothing', async (t) => {
  t.same(await climbing(150, 2), { held: 100, tried: [400, 200, 100] })
  t.same(await climbing(0, 2), { held: 0, tried: [400, 200, 100] })
})

t.test('a rate that fails is tried once more, one that holds is not', async (t) => {
  const tried: number[] = []
  const holds = (answers: boolean[]) =>
    twice(async (rate) => {
      tried.push(rate)
      return answers.shift() ?? true
    })
  t.equal(await holds([false, true])(1), true)
  t.equal(await holds([false, false])(2), false)
  t.equal(await holds([true])(3), true)
  t.same(tried, [1, 1, 2, 2, 3])
})
