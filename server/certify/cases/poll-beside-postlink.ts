import type { Case } from '../case.ts'
import { noReconcile } from '../promise.ts'

export const pollBesidePostlink: Case = {
  name: 'poll-beside-postlink',
  promise: 'The job that asks the status and the postlink at the same instant pay an order once.',
  why: 'The job reads the order, asks the bank and writes: in between the postlink has paid it.',
  fix: 'Pay an order in one step that works once, whatever brought the news.',
  catches: ['races-with-the-poll'],
  async run(trial) {
    trial.needsCount()
    if (!trial.bed.merchant.can.reconcile) trial.skip(noReconcile)
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const when = { operation: 'status' as const, invoiceId: order.invoiceId }
    // The shop is kept waiting for the status; the postlink comes meanwhile.
    const delayMs = trial.bed.pace.statusDelayMs()
    const applied = await trial.applyRule({ when, then: { delayMs }, times: 1 })
    const asking = trial.reconcile(order)
    await Promise.race([applied.matched(), asking])
    await trial.deliver(paid, trial.bodyOf(paid))
    await asking
    await applied.undo()
    await trial.expectPaid(order)
  },
}
