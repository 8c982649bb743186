import type { Case } from '../case.ts'
import { withQuery } from '../promise.ts'

export const returnWithParameters: Case = {
  name: 'return-with-parameters',
  promise: 'What the address of a return claims pays nothing.',
  why: 'Anybody can write ?status=success behind an address.',
  fix: 'Read nothing but the order’s number from the return; ask the status for the rest.',
  catches: ['trusts-the-back-link', 'trusts-the-query'],
  async run(trial) {
    const order = await trial.order()
    if (!order.backLink) trial.skip('the payment names no backLink')
    await trial.declineUnheard(order)
    const claims = { status: 'success', state: 'paid', code: 'ok', reasonCode: '0', result: '1' }
    await trial.returnToShop(order, withQuery(order.backLink, { ...claims, amount: String(order.amount) }))
    await trial.expectUnpaid(order)
  },
}
