import type { Static } from 'typebox'
import { Amount, Currency, InvoiceId, Text, Type, Uuid } from './schema.ts'

/** `POST /_sandbox/payments`: a payment taken in the bank's cabinet, past the shop. */
export const CabinetPayment = Type.Object(
  {
    amount: Amount(),
    currency: Type.Optional(Currency()),
    invoiceId: Type.Optional(InvoiceId()),
    terminal: Type.Optional(Uuid({ description: 'The terminal of the test merchant when left out.' })),
    description: Type.Optional(Text(125)),
    accountId: Type.Optional(Text(255)),
  },
  { additionalProperties: false },
)
export type CabinetPayment = Static<typeof CabinetPayment>
