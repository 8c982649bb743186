import type { Case } from '../case.ts'

export const onePaymentTwoOrders: Case = {
  name: 'one-payment-two-orders',
  promise: 'One transaction pays one order, even for somebody who knows the secret of another.',
  why: 'A buyer sees a true postlink’s transaction id on the receipt; it must not serve for a second order.',
  fix: 'Keep the transaction id with the order, unique in the database.',
  catches: ['forgets-transactions'],
  async run(trial) {
    const [first, second] = [await trial.order(), await trial.order()]
    const paid = await trial.pay(first)
    await trial.expectPaid(first)
    const declined = await trial.declineUnheard(second)
    const { id, reference, approvalCode } = trial.bodyOf(paid)
    const body = { ...trial.lieOf(declined), id, reference, approvalCode }
    trial.expectCalm(await trial.deliver(declined, body, { about: 'the transaction of another order' }))
    await trial.expectUnpaid(second)
  },
}
