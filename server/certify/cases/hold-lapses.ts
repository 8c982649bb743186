import type { Case } from '../case.ts'
import { heldOrder } from '../promise.ts'

export const holdLapses: Case = {
  name: 'hold-lapses',
  promise: 'A hold that nobody charged is gone after a while, and the order with it.',
  why: 'The bank lets the money go by itself and tells nobody; the order must not be shipped any more.',
  fix: 'Ask the status before you charge; CANCEL_OLD ends a hold like CANCEL.',
  catches: ['keeps-lapsed-holds', 'never-sees-refunds'],
  alone: true,
  stages: 'two',
  async run(trial) {
    const { order } = await heldOrder(trial)
    await trial.bed.bank.advance('PT192H')
    trial.did('eight days pass by the clock of the bank; the hold lapses')
    await trial.reconcile(order)
    await trial.expectReleased(order)
  },
}
