import type { Case } from '../case.ts'

export const samePostlinkTwice: Case = {
  name: 'same-postlink-twice',
  promise: 'The same postlink twice at the same instant pays an order once.',
  why:
    'The bank sends a postlink again whenever it is not sure of your answer; two of them may meet ' +
    'in two processes of your shop.',
  fix:
    "Change the order in one step that only works once: UPDATE orders SET state='paid' WHERE id=… " +
    "AND state='unpaid', and ship when a row was changed.",
  catches: ['pays-twice', 'races'],
  async run(trial) {
    trial.needsCount()
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const body = trial.bodyOf(paid)
    await Promise.all([trial.deliver(paid, body), trial.deliver(paid, body)])
    await trial.expectPaid(order)
  },
}
