import type { Case } from '../case.ts'
import { heldOrder } from '../promise.ts'

export const cancelByStatus: Case = {
  name: 'cancel-by-status',
  promise: 'A held payment that was cancelled is seen when the status is asked.',
  why: 'On a two-stage terminal money is held first; a cancelled hold never becomes money.',
  fix: 'Treat CANCEL and CANCEL_OLD of the status service like a refund.',
  catches: ['never-sees-refunds'],
  stages: 'two',
  async run(trial) {
    const { order, held } = await heldOrder(trial)
    await trial.bed.bank.operate(held, 'cancel')
    trial.did('the bank cancels the hold')
    await trial.reconcile(order)
    await trial.expectReleased(order)
  },
}
