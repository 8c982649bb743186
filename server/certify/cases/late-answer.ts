import type { Case } from '../case.ts'

// The bank's patience in this case, and how long the status service keeps the handler waiting.
const patienceMs = 100
const statusMs = 300

export const lateAnswer: Case = {
  name: 'late-answer',
  promise: 'A postlink that is sent again because the answer came too late pays the order once.',
  why: 'When your handler is slow the bank gives up waiting and sends again, while the first one may still be working.',
  mend: 'Let the second postlink wait for the first (a lock on the order), or make paying an order a step that only works once.',
  catches: ['pays-twice', 'races'],
  async run(trial) {
    trial.needsCount()
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const { bank } = trial.town
    await bank.addRule({
      when: { operation: 'status', invoiceId: order.invoiceId },
      then: { delayMs: statusMs },
      times: 1,
    })
    const body = trial.bodyOf(paid)
    await trial.deliver(paid, body, { patienceMs, about: 'the bank waits, but not long' })
    await trial.deliver(paid, body, { about: 'the bank sends again' })
    await bank.clearRules()
    await trial.expectPaid(order)
  },
}
