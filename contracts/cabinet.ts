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

/** `POST /_sandbox/invoice-links`: a link to pay by, made in the bank's cabinet. */
export const CabinetLink = Type.Object(
  {
    ...CabinetPayment.properties,
    expirePeriod: Type.Optional(
      Type.String({ pattern: '^[1-9][0-9]{0,2}d$', expected: 'a number of days such as 3d' }),
    ),
  },
  { additionalProperties: false },
)
export type CabinetLink = Static<typeof CabinetLink>

/** `POST /_sandbox/terminals/{id}`: what a merchant switches in the cabinet's settings. */
export const TerminalSettings = Type.Object(
  {
    stages: Type.Enum(['one', 'two'], {
      expected: 'one (charged at once) or two (held, then charged)',
    }),
  },
  { additionalProperties: false },
)
export type TerminalSettings = Static<typeof TerminalSettings>
