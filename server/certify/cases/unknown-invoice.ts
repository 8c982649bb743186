import type { Case } from '../case.ts'

export const unknownInvoice: Case = {
  name: 'unknown-invoice',
  promise: 'A postlink for an order that does not exist is refused calmly.',
  why:
    'Postlinks of a test shop reach the real one, and scanners invent numbers; a crash here hides ' +
    'real trouble in the log.',
  fix: 'Answer 404 (or 200) when no order has this invoiceId; never go on with nothing in hand.',
  catches: ['breaks-on-unknown-invoice'],
  async run(trial) {
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const invoiceId = '918273645546372'
    const about = `invoiceId: ${invoiceId}, which is no order`
    trial.expectCalm(await trial.deliver(declined, { ...trial.lieOf(declined), invoiceId }, { about }))
    await trial.expectUnpaid(order)
  },
}
