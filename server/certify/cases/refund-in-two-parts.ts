import type { Case } from '../case.ts'
import { noReconcile } from '../promise.ts'

export const refundInTwoParts: Case = {
  name: 'refund-in-two-parts',
  promise: 'Two refunds that add up to the whole end the order.',
  why: 'After the first part nobody asks again, and the shop believes that it still has the rest.',
  fix: 'Go on asking for the status of an order that was refunded in part.',
  catches: ['stops-asking-after-a-part', 'never-sees-refunds'],
  stages: 'one',
  async run(trial) {
    const { bank, merchant } = trial.bed
    if (!merchant.can.reconcile) trial.skip(noReconcile)
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    for (const share of [0.3, 0.7]) {
      await bank.operate(paid, 'refund', order.amount * share)
      trial.did(`the bank refunds ${order.amount * share}`)
      await trial.reconcile(order)
    }
    await trial.expectRefunded(order)
  },
}
