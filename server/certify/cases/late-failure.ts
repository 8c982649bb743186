import type { Case } from '../case.ts'

export const lateFailure: Case = {
  name: 'late-failure',
  promise: 'A failure that arrives after the success does not take the payment back.',
  why:
    'The postlink of the first, declined attempt may be delivered after the one of the second: the ' +
    'order is paid all the same.',
  fix: 'Never move an order from paid to unpaid because of a postlink; only the status service knows of refunds.',
  catches: ['un-pays'],
  async run(trial) {
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    await trial.pay(order)
    await trial.expectPaid(order)
    const about = 'the postlink of the declined attempt arrives'
    trial.expectCalm(await trial.deliver(declined, trial.bodyOf(declined), { about }))
    await trial.expectPaid(order)
  },
}
