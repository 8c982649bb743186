import type { Case } from '../case.ts'

export const postlinkNeverComes: Case = {
  name: 'postlink-never-comes',
  promise: 'When the buyer returns and no postlink ever comes, the status service settles the order.',
  why: 'A postlink can be lost for good: a deploy, a firewall, a wrong address. The money has been taken.',
  fix:
    'On the return page of an unpaid order (or in a job every minute) ask check- ' +
    'status/payment/transaction/{invoiceId}.',
  catches: ['no-status-check'],
  async run(trial) {
    const order = await trial.order()
    await trial.payUnheard(order)
    if (order.backLink) await trial.returnToShop(order)
    else if (trial.bed.merchant.can.reconcile) await trial.reconcile(order)
    else trial.skip('the payment names no backLink, and certify.yaml no reconcile')
    await trial.expectPaid(order)
  },
}
