import type { Case } from '../case.ts'

export const refundByStatus: Case = {
  name: 'refund-by-status',
  promise:
    'A refund made in the bank’s cabinet is seen when the status is asked, and an old postlink does not undo it.',
  why: 'No postlink tells of a refund; without asking, the shop ships what has been paid back.',
  fix:
    'Ask the status of paid orders once more before shipping or in a nightly job; REFUND and ' +
    'CANCEL end an order.',
  catches: ['pays-twice', 'never-sees-refunds'],
  stages: 'one',
  async run(trial) {
    const { bank, merchant } = trial.bed
    if (!merchant.can.reconcile)
      trial.skip('certify.yaml names no reconcile: how your shop is made to ask the bank once more')
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    await bank.operate(paid, 'refund')
    trial.did('the bank refunds the payment')
    await trial.reconcile(order)
    await trial.expectRefunded(order)
    trial.expectCalm(await trial.deliver(paid, trial.bodyOf(paid), { about: 'the old postlink again' }))
    await trial.expectRefunded(order)
  },
}
