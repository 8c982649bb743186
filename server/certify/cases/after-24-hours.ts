import type { Case } from '../case.ts'

export const after24Hours: Case = {
  name: 'after-24-hours',
  promise: 'A postlink that comes again after a day changes nothing.',
  why: 'Queues stick and people press "send again"; an order that was shipped yesterday must not be shipped again.',
  fix: 'Remember forever, in the order itself, that it is paid; a cache of seen ids forgets.',
  catches: ['pays-twice'],
  alone: true,
  async run(trial) {
    trial.needsCount()
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    await trial.bed.bank.advance('PT24H')
    trial.did('24 hours pass by the clock of the bank')
    trial.expectCalm(await trial.deliver(paid, trial.bodyOf(paid)))
    await trial.expectPaid(order)
  },
}
