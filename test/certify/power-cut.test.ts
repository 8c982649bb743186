import t, { type Test } from 'tap'
import { restart } from '../../server/certify/cases/restart.ts'
import type { Trial } from '../../server/certify/trial.ts'
import { Unseen } from '../../server/certify/trouble.ts'

interface Given {
  /** What the shop needs to settle an order. */
  lagMs: number
  /** After its postlinks the power is cut. */
  cutMs: number
  /** How many of the twelve were answered. */
  answers?: number
}

/** A shop that loses nothing, and a clock that goes on with its answers. */
const openTrial = (t: Test, { lagMs, cutMs, answers = 12 }: Given): Trial => {
  let now = 0
  t.intercept(performance, 'now', { value: () => now })
  let asked = 0
  const nothing = async () => {}
  return {
    bed: {
      merchant: { can: { restart: true } },
      pace: { lagMs: () => lagMs },
      restart: async (rightBefore = nothing) => rightBefore(),
    },
    ...{ order: async () => ({}), payUnheard: nothing, expectPaid: nothing, did: nothing, bodyOf: nothing },
    applyRule: async () => ({ matched: () => new Promise(() => {}), undo: nothing }),
    deliver: async () => {
      now = cutMs
      return { status: 200 }
    },
    acknowledged: () => asked++ < answers,
  } as unknown as Trial
}

t.test('a power cut that comes while orders are being saved proves that none is lost', async (t) => {
  await t.resolves(restart.run(openTrial(t, { lagMs: 300, cutMs: 40 })))
})

t.test('one that comes after all can have been saved proves nothing', async (t) => {
  const late = restart.run(openTrial(t, { lagMs: 300, cutMs: 900 }))
  const error: unknown = await late.catch((error) => error)
  t.ok(error instanceof Unseen)
  t.match(String(error), 'the power was cut 900 ms after the postlinks, and your shop needs 300 ms')
})

t.test('but it does where some were not answered yet, or where nothing is saved later', async (t) => {
  await t.resolves(restart.run(openTrial(t, { lagMs: 300, cutMs: 900, answers: 11 })))
  await t.resolves(restart.run(openTrial(t, { lagMs: 199, cutMs: 900 })))
})
