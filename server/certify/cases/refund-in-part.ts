import type { Case } from '../case.ts'
import { noReconcile } from '../promise.ts'

export const refundInPart: Case = {
  name: 'refund-in-part',
  promise: 'A refund of a part leaves the order paid.',
  why: 'One of three things was sent back: the other two are still to be shipped.',
  fix: 'Only REFUND ends an order; after a partial refund the status is still CHARGE, with less money.',
  catches: ['takes-a-part-for-the-whole'],
  stages: 'one',
  async run(trial) {
    const { bank, merchant } = trial.bed
    if (!merchant.can.reconcile) trial.skip(noReconcile)
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    await bank.operate(paid, 'refund', order.amount * 0.3)
    trial.did('the bank refunds three tenths')
    await trial.reconcile(order)
    await trial.expectStill(order, ['paid'])
  },
}
