import type { Case } from '../case.ts'
import { withQuery } from '../promise.ts'

export const failurePageOfAPaidOrder: Case = {
  name: 'failure-page-of-a-paid-order',
  promise: 'Opening the failure page of a paid order takes nothing back.',
  why: 'The buyer presses Back and meets the failure page of an earlier attempt; the order is paid all the same.',
  fix: 'Let return pages change nothing by themselves: they ask the status and show what it says.',
  catches: ['failure-page-unpays'],
  async run(trial) {
    const order = await trial.order()
    if (!order.backLink && !order.failureBackLink) trial.skip('the payment names no backLink')
    await trial.pay(order)
    await trial.expectPaid(order)
    for (const url of new Set([order.backLink, order.failureBackLink].filter(Boolean))) {
      await trial.returnToShop(order, url)
      await trial.returnToShop(
        order,
        withQuery(url, { status: 'failed', code: 'error', reasonCode: '484', cancel: '1' }),
      )
    }
    await trial.expectStill(order, ['paid', 'held'])
  },
}
