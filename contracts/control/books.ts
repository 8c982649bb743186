import { Type } from '../schema.ts'
import { assumed, instant, text } from './records.ts'

/** Answers about payouts, subscriptions and invoice links. */

const sums = { gross: Type.Number(), fee: Type.Number(), payout: Type.Number() }

const settlementFields = {
  id: text(),
  date: text('The working day in Kazakhstan.'),
  terminal: text(),
  payments: Type.Integer(),
  totals: Type.Array(Type.Object({ currency: text(), ...sums })),
  assumed,
}
export const Settlement = Type.Object(settlementFields, { description: 'What was paid out on one day.' })
export const Statement = Type.Object(
  {
    ...settlementFields,
    lines: Type.Array(Type.Object({ transaction: text(), invoiceId: text(), currency: text(), ...sums })),
  },
  { description: 'A payout, payment by payment.' },
)

export const Subscription = Type.Object(
  {
    id: text(),
    invoiceId: text(),
    status: text(),
    frequency: text(),
    amount: Type.Number(),
    currency: text(),
    charges: Type.Integer(),
    nextAt: Type.Union([instant(), Type.Null()]),
    endsAt: instant(),
    assumed,
  },
  { description: 'A payment that is made again on schedule.' },
)

export const Instalment = Type.Object(
  {
    id: text(),
    invoiceId: text(),
    status: text('NEW, SCAN, IN_PROGRESS, ACCEPT or REJECT'),
    amount: Type.Number(),
    currency: text(),
    terminal: text(),
    months: Type.Integer(),
    interestRate: Type.Number(),
    url: text("The page that stands in for the bank's app."),
    createdAt: instant(),
  },
  { description: 'A purchase that the bank pays and the buyer pays off.' },
)

export const InvoiceLink = Type.Object(
  {
    id: text(),
    invoiceId: text(),
    status: text('ACTIVE, CHARGED, CANCELLED or EXPIRED'),
    amount: Type.Number(),
    currency: text(),
    terminal: text(),
    accountId: text(),
    url: text('Where the buyer pays.'),
    createdAt: instant(),
    expiresAt: instant(),
  },
  { description: 'A link to pay by.' },
)
