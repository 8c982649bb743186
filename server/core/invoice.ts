import type { Order } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { refuse } from './decision.ts'
import type { Invoice, State } from './state.ts'

export const invoiceKey = (terminal: string, invoiceId: string): string => `${terminal}/${invoiceId}`

/** One invoice of a terminal has its last six digits, and keeps them: they are where it is found. */
export const lastSixKey = (terminal: string, invoiceId: string): string =>
  `${terminal}/${invoiceId.slice(-6)}`

export const invoiceOf = (state: State, terminal: string, invoiceId: string): Invoice | undefined => {
  const invoice = state.invoices.get(lastSixKey(terminal, invoiceId))
  return invoice?.id === invoiceId ? invoice : undefined
}

/** Whether an order may be paid: a paid invoice may not, a failed one may; the last six digits stay taken. */
export const checkInvoice = (state: State, { terminal, invoiceId }: Order): Refusal | undefined => {
  const invoice = state.invoices.get(lastSixKey(terminal, invoiceId))
  if (!invoice) return undefined
  const facts = { field: 'invoiceId', came: invoiceId }
  if (invoice.id !== invoiceId) {
    return refuse('last six taken', { ...facts, expected: `not the last six of ${invoice.id}` })
  }
  return invoice.paid ? refuse('invoice paid', facts) : undefined
}
