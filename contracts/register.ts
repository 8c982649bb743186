import type { Static } from 'typebox'
import { cardPart } from './bonus.ts'
import type { Terminal } from './merchant.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import type { Transaction } from './record.ts'
import { observed, Type, Uuid } from './schema.ts'
import { type FieldKind, searchName, searchRequest } from './search.ts'
import type { Refund } from './settlement-record.ts'
import { statusNames } from './status-name.ts'
import { bankTime } from './time.ts'

const seen = observed('client', 'a captured answer')

/** The body of `POST operations`. */
export const RegisterRequest = searchRequest(seen)
export type RegisterRequest = Static<typeof RegisterRequest>

/** Names differ from check-status: invoiceId, status, payer… */
export const RegisterRow = Type.Object(
  {
    id: Uuid({ description: 'The transaction; of a refund in a row of its own, the refund.', ...seen }),
    invoiceId: Type.String(seen),
    reference: Type.String(seen),
    amount: Type.Number({
      description: 'Main units; of a refund in a row of its own, what went back.',
      ...seen,
    }),
    orgAmount: Type.Number({ description: 'The amount first authorised.', ...seen }),
    currency: Type.String(seen),
    createdDate: Type.String({ description: 'RFC 3339, the time of Kazakhstan.', ...seen }),
    payoutDate: Type.String({ description: 'Empty until it is paid out.', ...seen }),
    payoutAmount: Type.Number({ description: 'Paid out to the merchant so far, less the fee.', ...seen }),
    status: Type.Enum([...statusNames], seen),
    cardMask: Type.String(seen),
    cardType: Type.String(seen),
    issuer: Type.String(seen),
    approvalCode: Type.String(seen),
    payerName: Type.String(seen),
    payerPhone: Type.String(seen),
    payerEmail: Type.String(seen),
    accountId: Type.String(seen),
    description: Type.String(seen),
    terminal: Type.String({ description: 'The short number.', ...seen }),
  },
  { additionalProperties: false },
)
export type RegisterRow = Static<typeof RegisterRow>

export const RegisterAnswer = Type.Object(
  {
    totalCount: Type.Integer({ description: 'How many fit, on all pages.', ...seen }),
    records: Type.Array(RegisterRow, seen),
  },
  { additionalProperties: false },
)
export type RegisterAnswer = Static<typeof RegisterAnswer>

const kindOf = (name: string): FieldKind =>
  name.endsWith('Date') ? 'date' : /amount$/i.test(name) ? 'number' : 'text'

/** What can be searched for and ordered by. */
export const registerFields = new Map(
  Object.keys(RegisterRow.properties).map((name) => [searchName(name), { name, kind: kindOf(name) }]),
)

const refundRow = (payment: RegisterRow, { id, at, amount }: Refund): RegisterRow => ({
  ...payment,
  id,
  amount: fromTiyn(amount),
  createdDate: bankTime(at),
  payoutDate: '',
  payoutAmount: 0,
  status: 'REFUND',
})

const paymentRow = (transaction: Transaction, terminal: Terminal): RegisterRow => {
  const { order, card, settled } = transaction
  return {
    id: transaction.id,
    invoiceId: order.invoiceId,
    reference: transaction.reference,
    amount: fromTiyn(transaction.amount),
    orgAmount: fromTiyn(cardPart(transaction)),
    currency: order.currency,
    createdDate: bankTime(transaction.at, transaction.nanos),
    payoutDate: settled ? bankTime(settled.at) : '',
    payoutAmount: fromTiyn(settled?.payout ?? 0),
    status: transaction.status,
    cardMask: card?.mask ?? '',
    cardType: card?.brand ?? '',
    issuer: card?.issuer ?? '',
    approvalCode: transaction.approvalCode,
    payerName: order.name || transaction.holder,
    payerPhone: order.phone,
    payerEmail: order.email,
    accountId: order.accountId,
    description: order.description,
    terminal: terminal.number,
  }
}

/** Those refunds that the money to be seen covers: one that is kept out of the answers has no row yet. */
const shownRefunds = ({ refunds = [], refunded }: Transaction): Refund[] => {
  let sum = 0
  return refunds.filter(({ amount }) => {
    sum += amount
    return sum <= refunded
  })
}

/** One payment as the register prints it: a row, and one for each refund where refunds have rows of their own. */
export const toRegisterRows = (
  transaction: Transaction,
  terminal: Terminal,
  quirks: Quirks,
): RegisterRow[] => {
  const payment = paymentRow(transaction, terminal)
  if (quirks.registerRefunds !== 'rows' || transaction.refunded === 0) return [payment]
  const charged: RegisterRow = { ...payment, status: 'CHARGE', amount: fromTiyn(transaction.charged) }
  return [charged, ...shownRefunds(transaction).map((refund) => refundRow(payment, refund))]
}
