import type { TSchema } from 'typebox'
import { assumed, documented, observed, Type, Uuid } from './schema.ts'

/** What stands in paths; the sandbox takes any text there and answers that it knows no such thing. */
export const pathParams: Record<string, TSchema> = {
  id: Uuid({
    description: 'The transaction, from a postlink, an answer or the status; not the invoice.',
    ...documented(['charge-page', 'cancel-page', 'refund-page']),
  }),
  transactionId: Uuid({
    description: 'The transaction, from a postlink, an answer or the status.',
    ...assumed('one client asks so', 'client'),
  }),
  invoiceId: Type.String({
    description: 'The order number.',
    ...documented('status-page'),
  }),
  accountId: Type.String({
    description: "The shop's id of the customer.",
    ...documented('saved-cards-page'),
  }),
  cardId: Uuid({
    description: 'A cardId from a success postlink.',
    ...documented('deactivation-page'),
  }),
  order: Type.String({ description: 'The order number of a transfer.', ...documented('p2p-status-page') }),
  linkId: Uuid({
    description: 'The id of POST invoice.',
    ...observed('client', 'the end of invoice_url in a captured answer'),
  }),
  terminalId: Uuid({ description: 'The point of sale.', ...observed(['ios-sdk', 'android-sdk']) }),
}
