import type { Case } from '../case.ts'

export const forgedRefund: Case = {
  name: 'forged-refund',
  promise: 'A message that claims a refund, with a wrong secret, takes nothing back.',
  why: 'The bank tells of no refund; anyone who sends such a message wants their order cancelled, or yours.',
  fix: 'Learn of refunds from the status service alone.',
  catches: ['crashes-on-unknown-fields', 'believes-refund-postlinks'],
  async run(trial) {
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    const claim = { status: 'REFUND', statusName: 'REFUND', operation: 'refund', type: 'refund' }
    const body = { ...trial.bodyOf(paid), ...claim, secret_hash: '0'.repeat(32) }
    trial.expectCalm(await trial.deliver(paid, body, { about: 'a refund with a wrong secret_hash' }))
    await trial.expectStill(order, ['paid', 'held'])
  },
}
