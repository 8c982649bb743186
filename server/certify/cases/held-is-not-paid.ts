import type { Case } from '../case.ts'

export const heldIsNotPaid: Case = {
  name: 'held-is-not-paid',
  promise: 'Money that is only held is not paid.',
  why: 'A hold lapses: what was shipped on it is never paid.',
  fix: 'On a two-stage terminal ship after CHARGE, not after AUTH.',
  catches: ['ships-on-hold'],
  stages: 'two',
  async run(trial) {
    const order = await trial.order()
    await trial.pay(order)
    await trial.expectHeld(order)
  },
}
