import type { Case } from '../case.ts'

export const replayedBody: Case = {
  name: 'replayed-body',
  promise: 'The captured postlink of one order pays no other order, and its own not twice.',
  why: 'One leaked log line with a true body must not pay every later order.',
  fix: 'Give every order a secret_hash of its own, and remember which transaction paid which order.',
  catches: ['pays-twice', 'ignores-the-secret', 'one-secret-for-all'],
  async run(trial) {
    trial.needsCount()
    const [old, fresh] = [await trial.order(), await trial.order()]
    const paid = await trial.pay(old)
    await trial.expectPaid(old)
    const body = trial.bodyOf(paid)
    const about = `the body of order ${old.invoiceId} under the number of ${fresh.invoiceId}`
    trial.expectCalm(await trial.deliver(paid, { ...body, invoiceId: fresh.invoiceId }, { about }))
    await trial.expectUnpaid(fresh)
    const declined = await trial.declineUnheard(fresh)
    const stolen = { ...trial.lieOf(declined), secret_hash: body.secret_hash }
    trial.expectCalm(await trial.deliver(declined, stolen, { about: 'with the secret of the other order' }))
    await trial.expectUnpaid(fresh)
    await trial.deliver(paid, body, { about: 'the same body once more' })
    await trial.expectPaid(old)
  },
}
