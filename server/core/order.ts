import type { Order } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { refuse } from './decision.ts'

/** What an order must be in itself, before token and invoice are looked at. */
export const checkOrder = (order: Order): Refusal | undefined => {
  if (order.verification && (order.amount !== 0 || order.currency !== 'USD')) {
    const came = `${order.amount / 100} ${order.currency}`
    return refuse('verification amount', { field: 'amount', came, expected: '0 USD' })
  }
  if (!order.verification && order.amount === 0) return refuse('amount zero', { field: 'amount', came: '0' })
  if ((order.cardSave || order.verification) && order.accountId === '') {
    return refuse('account missing', { field: 'accountId', came: 'nothing' })
  }
  return undefined
}
