import { mock } from 'node:test'
import t, { type Test } from 'tap'
import { hourMs, minuteMs, secondMs } from '../../../contracts/time.ts'
import { systemClock } from '../../../server/adapters/clock/system.ts'

/** A machine whose clock and timers are ours, with an alarm in two hours. */
const given = (t: Test) => {
  let now = 0
  let rung = 0
  mock.timers.enable({ apis: ['setTimeout'] })
  mock.method(Date, 'now', () => now)
  t.teardown(() => mock.reset())
  t.teardown(() => mock.timers.reset())
  const callOff = systemClock().at(2 * hourMs, () => {
    rung += 1
  })
  return {
    callOff,
    rung: () => rung,
    /** Awake: the timers see it pass. */
    pass(ms: number) {
      for (let left = ms; left > 0; left -= secondMs) {
        now += Math.min(left, secondMs)
        mock.timers.tick(Math.min(left, secondMs))
      }
    },
    /** Asleep, or somebody sets the clock: they do not. */
    jump(ms: number) {
      now += ms
    },
  }
}

t.test('an alarm rings at its time, once', async (t) => {
  const { rung, pass } = given(t)
  pass(2 * hourMs - 1)
  t.equal(rung(), 0)
  pass(1)
  t.equal(rung(), 1)
  pass(hourMs)
  t.equal(rung(), 1)
})

t.test('a machine that slept through it, or whose clock was set, rings within a minute', async (t) => {
  const { rung, pass, jump } = given(t)
  pass(10 * secondMs)
  jump(5 * hourMs)
  t.equal(rung(), 0)
  pass(minuteMs)
  t.equal(rung(), 1)
})

t.test('one that is called off never rings', async (t) => {
  const { callOff, rung, pass } = given(t)
  pass(hourMs)
  callOff()
  pass(2 * hourMs)
  t.equal(rung(), 0)
})
