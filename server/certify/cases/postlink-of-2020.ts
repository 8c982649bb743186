import type { Case } from '../case.ts'

export const postlinkOf2020: Case = {
  name: 'postlink-of-2020',
  promise: 'A postlink in the form of 2020 is read like one of 2025.',
  why: 'Both forms are documented: other fields, another order, no approvalCode, a shorter card mask.',
  fix: 'Rely on the fields both forms have: invoiceId, amount, currency, terminal, code, reasonCode, id.',
  catches: ['reads-keys-in-order', 'requires-the-form-of-2025'],
  async run(trial) {
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const body = trial.bodyOf(paid, { postlinkForm: '2020' })
    trial.expectCalm(await trial.deliver(paid, body, { about: 'the postlink of 2020' }))
    await trial.expectPaid(order)
  },
}
