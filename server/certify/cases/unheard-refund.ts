import type { Case } from '../case.ts'
import { noReconcile } from '../promise.ts'

export const unheardRefund: Case = {
  name: 'unheard-refund',
  promise: 'A refund in the cabinet, of which nobody tells, is noticed without anybody’s naming the order.',
  why: 'No postlink tells of a refund: the buyer’s page and the nightly job are the only ones who can notice.',
  fix: 'Ask the status of paid orders on the order’s page and in a job, until they are shipped.',
  catches: ['never-sees-refunds'],
  stages: 'one',
  async run(trial) {
    const { bank, merchant } = trial.bed
    const order = await trial.order()
    if (!order.backLink && !merchant.can.reconcile) trial.skip(noReconcile)
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    await bank.operate(paid, 'refund')
    trial.did('the bank refunds the payment, and tells nobody')
    // The page of the order must not pay it again, whichever opens it first.
    if (order.backLink) await trial.returnToShop(order)
    if (merchant.can.reconcile) await trial.reconcile(order)
    else return trial.expectStill(order, ['paid', 'refunded'])
    await trial.expectRefunded(order)
  },
}
