import type { Case } from '../case.ts'

export const returnBesidePostlink: Case = {
  name: 'return-beside-postlink',
  promise: 'The buyer’s return and the postlink at the same instant pay an order once.',
  why: 'The return page asks the status while the postlink settles the order: two different messages, one payment.',
  fix: 'Pay an order in one step that works once, whatever brought the news.',
  catches: ['return-pays-again', 'races-with-the-return'],
  async run(trial) {
    trial.needsCount()
    const order = await trial.order()
    if (!order.backLink) trial.skip('the payment names no backLink')
    const paid = await trial.payUnheard(order)
    const when = { operation: 'status' as const, invoiceId: order.invoiceId }
    // The shop is kept waiting for the status; the postlink comes meanwhile.
    const delayMs = trial.bed.pace.statusDelayMs()
    const applied = await trial.applyRule({ when, then: { delayMs }, times: 1 })
    const asking = trial.returnToShop(order)
    await Promise.race([applied.matched(), asking])
    await trial.deliver(paid, trial.bodyOf(paid))
    await asking
    await applied.undo()
    await trial.expectPaid(order)
  },
}
