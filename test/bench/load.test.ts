import t from 'tap'
import { matches } from '../matches.ts'
import { keptUp, openLoad } from './load.ts'

/** A whole run of the driver; how long anything takes is asserted by nobody. */
t.test('every payment is charged once and told once, and each is measured', async (t) => {
  const load = await openLoad(4)
  t.teardown(load.close)
  for (const payments of [12, 5]) {
    const step = await load.step({ rate: 100, payments, patienceMs: 60_000 })
    matches(t, step, {
      due: payments,
      begun: payments,
      delivered: payments,
      repeated: 0,
      refused: 0,
      refusal: '',
    })
    t.equal(step.charge.count(), payments)
    t.equal(step.postlink.count(), payments)
    t.equal(step.lateMs.count(), payments)
    t.ok(step.perSecond > 0 && step.residentMb > 0)
    t.type(step.loopDelayMs, 'number')
    t.equal(keptUp(step, Number.POSITIVE_INFINITY), true)
  }
})
