import type { Static } from 'typebox'
import type { InstalmentStatus } from './instalment-record.ts'
import { type CreditCondition, type InstalmentRecord, instalmentStatuses } from './instalment-record.ts'
import { fromTiyn } from './money.ts'
import { Amount, assumed, InvoiceId, observed, Text, Type, Uuid } from './schema.ts'

const sdk = observed(['ios-sdk', 'android-sdk'])
const closed = { additionalProperties: false }

/** The least sum of a purchase in instalments, in main units: the SDKs offer none below. */
export const leastInstalment = 5000

const idOf = (months: number) => `00000000-0000-4000-8000-0000000c${String(months).padStart(4, '0')}`

/** What every shop here offers. */
export const creditConditions: readonly CreditCondition[] = [
  { id: idOf(3), monthCount: 3, interestRate: 0 },
  { id: idOf(6), monthCount: 6, interestRate: 0 },
  { id: idOf(12), monthCount: 12, interestRate: 0 },
  { id: idOf(24), monthCount: 24, interestRate: 18.5 },
]

/** The query of `GET credit-condition`. */
export const CreditQuery = Type.Object({
  shopId: Uuid({ description: 'shop.id of GET terminals/{id}.', ...sdk }),
})

export const CreditConditions = Type.Array(
  Type.Object(
    {
      id: Type.String(sdk),
      shopId: Type.String(sdk),
      monthCount: Type.Integer(sdk),
      interestRate: Type.Number({ description: 'Percent a year; 0 is an instalment.', ...sdk }),
    },
    closed,
  ),
  sdk,
)
export type CreditConditions = Static<typeof CreditConditions>

/** The body of `POST order`. */
export const InstalmentRequest = Type.Object({
  shopId: Uuid({ description: 'shop.id of GET terminals/{id}.', ...sdk }),
  amount: Amount(sdk),
  orderId: InvoiceId({ description: 'The order number, as in the token.', ...sdk }),
  creditConditionId: Uuid({ description: 'id of GET credit-condition.', ...sdk }),
  terminalId: Type.Optional(Uuid(sdk)),
})
export type InstalmentRequest = Static<typeof InstalmentRequest>

export const InstalmentAnswer = Type.Object(
  {
    id: Type.String(sdk),
    amount: Type.Number(sdk),
    shopId: Type.String(sdk),
    creditConditionId: Type.String(sdk),
    approvedAmount: Type.Number(sdk),
    approvedMonthCount: Type.Integer(sdk),
    approvedInterestRate: Type.Number(sdk),
  },
  closed,
)
export type InstalmentAnswer = Static<typeof InstalmentAnswer>

/** The query of `GET order/status`. */
export const InstalmentQuery = Type.Object({
  orderId: Text(64, {
    description: 'The id of POST order, or the order number.',
    minLength: 1,
    expected: 'the id of POST order',
    ...assumed('the SDKs name the field, not which of the two ids it is', ['ios-sdk', 'android-sdk']),
  }),
})

export const InstalmentState = Type.Object(
  { id: Type.String(sdk), name: Type.Enum([...instalmentStatuses], sdk) },
  closed,
)
export type InstalmentState = Static<typeof InstalmentState>

export const toCreditConditions = (shopId: string): CreditConditions =>
  creditConditions.map((condition) => ({ ...condition, shopId }))

export const toInstalmentAnswer = ({ id, order, shopId, condition }: InstalmentRecord): InstalmentAnswer => ({
  id,
  amount: fromTiyn(order.amount),
  shopId,
  creditConditionId: condition.id,
  approvedAmount: fromTiyn(order.amount),
  approvedMonthCount: condition.monthCount,
  approvedInterestRate: condition.interestRate,
})

/** What the buyer pays a month: an annuity where there is interest. */
export const monthlyPayment = (amount: number, { monthCount, interestRate }: CreditCondition): number => {
  const monthly = interestRate / 1200
  const sum = monthly === 0 ? amount / monthCount : (amount * monthly) / (1 - (1 + monthly) ** -monthCount)
  return Math.round(sum * 100) / 100
}

export const toInstalmentState = (id: string, name: InstalmentStatus): InstalmentState => ({ id, name })
