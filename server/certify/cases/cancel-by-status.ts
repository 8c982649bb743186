import type { Case } from '../case.ts'

export const cancelByStatus: Case = {
  name: 'cancel-by-status',
  promise: 'A held payment that was cancelled is seen when the status is asked.',
  why: 'On a two-stage terminal money is held first; a cancelled hold never becomes money.',
  fix: 'Treat CANCEL and CANCEL_OLD of the status service like a refund.',
  catches: ['never-sees-refunds'],
  stages: 'two',
  async run(trial) {
    const { bank, merchant } = trial.bed
    if (!merchant.can.reconcile)
      trial.skip('certify.yaml names no reconcile: how your shop is made to ask the bank once more')
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    await bank.operate(paid, 'cancel')
    trial.did('the bank cancels the hold')
    await trial.reconcile(order)
    await trial.expectReleased(order)
  },
}
