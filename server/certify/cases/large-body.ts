import type { Case } from '../case.ts'

export const largeBody: Case = {
  name: 'large-body',
  promise: 'A body of a megabyte is read or refused, and the next postlink still pays.',
  why: 'Anybody can post to the endpoint; it must not fall over.',
  fix: 'Limit the size of a body (64 KiB are plenty) and answer 413 above it.',
  catches: ['falls-over-a-large-body'],
  async run(trial) {
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const body = trial.bodyOf(paid)
    const data = 'x'.repeat(1024 * 1024)
    const got = await trial.deliver(paid, { ...body, data }, { about: 'a body of 1 MB' })
    // Hanging up on so much is an answer too.
    if (got.status !== undefined) trial.expectCalm(got)
    trial.expectCalm(await trial.deliver(paid, body, { about: 'the usual one' }), 'the next one')
    await trial.expectPaid(order)
  },
}
