import type { Case } from '../case.ts'

export const returnWithoutPayment: Case = {
  name: 'return-without-payment',
  promise: 'Opening the return page pays nothing.',
  why: 'backLink is an address in the buyer’s browser: anybody can type it, before paying or after a decline.',
  fix: 'Take nothing from the return but the wish to look: ask the status service, or wait for the postlink.',
  catches: ['trusts-the-back-link'],
  async run(trial) {
    const order = await trial.order()
    if (!order.backLink) trial.skip('the payment names no backLink')
    await trial.returnToShop(order)
    await trial.expectUnpaid(order)
    await trial.declineUnheard(order)
    await trial.returnToShop(order)
    await trial.expectUnpaid(order)
  },
}
