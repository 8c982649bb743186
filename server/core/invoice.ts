import type { Order } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { refuse } from './decision.ts'
import type { Invoice, State } from './state.ts'

export const invoiceKey = (terminal: string, invoiceId: string): string => `${terminal}/${invoiceId}`
export const lastSixKey = (terminal: string, invoiceId: string): string =>
  `${terminal}/${invoiceId.slice(-6)}`

export const invoiceOf = (state: State, terminal: string, invoiceId: string): Invoice | undefined =>
  state.invoices.get(invoiceKey(terminal, invoiceId))

/** Whether an order may be paid: a paid invoice may not, a failed one may; the last six digits stay taken. */
export const checkInvoice = (state: State, order: Order): Refusal | undefined => {
  if (invoiceOf(state, order.terminal, order.invoiceId)?.paid) {
    return refuse('invoice paid', { field: 'invoiceId', got: order.invoiceId })
  }
  const owner = state.lastSix.get(lastSixKey(order.terminal, order.invoiceId))
  if (owner !== undefined && owner !== order.invoiceId) {
    return refuse('last six taken', {
      field: 'invoiceId',
      got: order.invoiceId,
      expected: `not the last six of ${owner}`,
    })
  }
  return undefined
}
