import type { Case } from '../case.ts'

export const postlinkBeforeReturn: Case = {
  name: 'postlink-before-return',
  promise: 'A buyer who returns after the postlink finds a paid order, still paid once.',
  why: 'The postlink is usually faster than the buyer; the page of the order must not pay it a second time.',
  fix: 'Let the return page look at the order first; it asks the bank only while the order is unpaid.',
  catches: ['return-pays-again'],
  async run(trial) {
    trial.needsCount()
    const order = await trial.order()
    if (!order.backLink) trial.skip('the payment names no backLink')
    await trial.pay(order)
    await trial.expectPaid(order)
    await trial.returnToShop(order)
    await trial.expectPaid(order)
  },
}
