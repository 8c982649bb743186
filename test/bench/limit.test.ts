import t from 'tap'
import { verdict } from './limit.ts'
import { emptyStep, type Step } from './load.ts'

const boundMs = 100

/** Ten payments, all told after so many milliseconds. */
const stepOf = (postlinkMs: number, otherwise: Partial<Step> = {}): Step => {
  const step = { ...emptyStep({ rate: 10, payments: 10 }), begun: 10, delivered: 10, ...otherwise }
  for (let n = 0; n < step.delivered; n += 1) step.postlink.record(postlinkMs)
  return step
}

t.test(
  'a server has kept up when everything was told soon enough; otherwise it is said what was wrong',
  async (t) => {
    t.equal(verdict(stepOf(99), boundMs), 'yes')
    t.equal(verdict(stepOf(101), boundMs), 'no: too slow')
    t.equal(verdict(stepOf(1, { delivered: 8 }), boundMs), 'no: 2 lost')
    t.equal(verdict(stepOf(1, { begun: 9, delivered: 9 }), boundMs), 'no: given up')
    t.equal(verdict(stepOf(1, { refused: 3, delivered: 7 }), boundMs), 'no: 3 refused')
  },
)
