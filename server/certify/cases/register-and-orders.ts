import type { Case } from '../case.ts'
import type { Order } from '../merchant.ts'
import { noReconcile } from '../promise.ts'
import type { Trial } from '../trial.ts'

/** One order for each way into the register that no postlink tells of, and one that never gets there. */
const takeOrders = async (trial: Trial): Promise<Order[]> => {
  const { bank } = trial.bed
  const unheard = await trial.order()
  await trial.payUnheard(unheard)
  const atTheDesk = await trial.order()
  await bank.payInCabinet(atTheDesk)
  trial.did(`order ${atTheDesk.invoiceId} is paid in the bank’s cabinet, past the shop`)
  const refunded = await trial.order()
  await bank.operate(await trial.pay(refunded), 'refund')
  trial.did(`order ${refunded.invoiceId} is refunded in the cabinet`)
  return [unheard, atTheDesk, refunded, await trial.order()]
}

export const registerAndOrders: Case = {
  name: 'register-and-orders',
  promise: 'After the nightly job the shop’s orders say what the bank’s register says.',
  why:
    'The register lists the whole terminal: lost postlinks, refunds, and payments that were taken in the ' +
    'cabinet. What the books have otherwise, somebody looks for by hand.',
  fix: 'List POST operations for the day, and book each row by its invoiceId and status, those of the cabinet too.',
  catches: ['overlooks-the-cabinet', 'never-sees-refunds'],
  stages: 'one',
  async run(trial) {
    const { bank, merchant } = trial.bed
    if (!merchant.can.reconcile) trial.skip(noReconcile)
    const orders = await takeOrders(trial)
    for (const order of orders) await trial.reconcile(order)
    const rows = await bank.register()
    trial.did(`the register lists ${rows.length} payments of the terminal`)
    for (const order of orders) {
      const row = rows.findLast(({ invoiceId }) => invoiceId === order.invoiceId)
      if (row?.status === 'REFUND') await trial.expectRefunded(order)
      else if (row) await trial.expectPaidWith(order, row.amount)
      else await trial.expectUnpaid(order)
    }
  },
}
