import { setTimeout as wait } from 'node:timers/promises'
import type { Case } from '../case.ts'

export const lateAnswer: Case = {
  name: 'late-answer',
  promise: 'A postlink that is sent again because the answer came too late pays the order once.',
  why:
    'When your handler is slow the bank gives up waiting and sends again, while the first one may ' +
    'still be working.',
  fix:
    'Let the second postlink wait for the first (a lock on the order), or make paying an order a ' +
    'step that only works once.',
  catches: ['pays-twice', 'races'],
  async run(trial) {
    trial.needsCount()
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const when = { operation: 'status' as const, invoiceId: order.invoiceId }
    // The bank hangs up before the status service has answered.
    const delayMs = trial.bed.pace.statusDelayMs()
    const applied = await trial.applyRule({ when, then: { delayMs }, times: 1 })
    const body = trial.bodyOf(paid)
    const until = applied.matched()
    const first = await trial.deliver(paid, body, { until, about: 'the bank waits, but not long' })
    await trial.deliver(paid, body, { about: 'the bank sends again' })
    // The first handler is still at work when it asks the status; a shop that did not ask has answered long ago.
    if (first.status === undefined) await wait(delayMs)
    await applied.undo()
    await trial.expectPaid(order)
  },
}
