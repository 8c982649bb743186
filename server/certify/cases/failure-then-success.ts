import type { Case } from '../case.ts'

export const failureThenSuccess: Case = {
  name: 'failure-then-success',
  promise: 'An order that was declined can be paid with another card, under the same number.',
  why: 'Every attempt on the payment page has a postlink of its own; a buyer tries the next card on the same page.',
  fix: 'Treat a failure postlink as news about one attempt, not as the end of the order.',
  catches: ['failure-is-final'],
  async run(trial) {
    const order = await trial.order()
    await trial.decline(order)
    await trial.expectUnpaid(order)
    await trial.pay(order)
    await trial.expectPaid(order)
  },
}
