import type { Order } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { isRefusal, refuse } from './decision.ts'
import { checkInvoice } from './invoice.ts'
import type { Moment } from './moment.ts'
import type { State, Token } from './state.ts'
import { checkPaymentToken } from './token.ts'

/** What an order must be in itself, before token and invoice are looked at. */
export const checkOrder = (order: Order): Refusal | undefined => {
  if (order.verification && (order.amount !== 0 || order.currency !== 'USD')) {
    const got = `${order.amount / 100} ${order.currency}`
    return refuse('verification amount', { field: 'amount', got, expected: '0 USD' })
  }
  if (!order.verification && order.amount === 0) return refuse('amount zero', { field: 'amount', got: '0' })
  if ((order.cardSave || order.verification) && order.accountId === '') {
    return refuse('account missing', { field: 'accountId', got: 'nothing' })
  }
  return undefined
}

/** What every new payment is asked first: may this token pay, is the order whole, is its invoice still free. */
export const checkPayable = (
  state: State,
  { accessToken, order }: { accessToken: string; order: Order },
  moment: Moment,
): Token | Refusal => {
  const token = checkPaymentToken(state, accessToken, order, moment)
  if (isRefusal(token)) return token
  return checkOrder(order) ?? checkInvoice(state, order) ?? token
}
