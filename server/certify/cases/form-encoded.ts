import type { Case } from '../case.ts'

export const formEncoded: Case = {
  name: 'form-encoded',
  promise: 'A postlink sent as a form is read, or refused so that the bank sends it again; never swallowed.',
  why: 'An answer of 200 to a body that was not understood is the last the bank ever says about this payment.',
  fix: 'Answer 400 or 415 when you cannot read a body.',
  catches: ['swallows-what-it-cannot-read'],
  async run(trial) {
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const fields = Object.entries(trial.bodyOf(paid)).map(([name, value]) => [name, String(value)])
    const came = await trial.deliver(
      paid,
      {},
      {
        contentType: 'application/x-www-form-urlencoded',
        text: new URLSearchParams(fields as [string, string][]).toString(),
        about: 'the postlink as a form',
      },
    )
    trial.expectCalm(came)
    if (trial.acknowledged(came)) return trial.expectPaid(order)
    await trial.deliver(paid, trial.bodyOf(paid), { about: 'the same as JSON' })
    await trial.expectPaid(order)
  },
}
