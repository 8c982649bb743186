import type { Static } from 'typebox'
import { fromTiyn } from './money.ts'
import { observed, Type, Uuid } from './schema.ts'
import { frequencies, type SubscriptionRecord } from './subscription-record.ts'
import { bankTime, type Instant } from './time.ts'

const sdk = observed(['ios-sdk', 'android-sdk'])

/** The body of `POST recurrent/subscribe`: after a payment, the same again every so often. */
export const RecurrentRequest = Type.Object({
  transactionId: Uuid({ description: 'The id of the first payment.', ...sdk }),
  paymentFrequency: Type.Enum([...frequencies], { expected: frequencies.join(', '), ...sdk }),
})
export type RecurrentRequest = Static<typeof RecurrentRequest>

export const RecurrentAnswer = Type.Object(
  {
    createdDate: Type.String({
      description: 'Seven digits of a fraction, and an offset without a colon.',
      ...sdk,
    }),
    paymentFrequency: Type.Enum([...frequencies], sdk),
    lastPaymentDate: Type.String({ description: 'When the subscription ends.', ...sdk }),
    clientId: Type.String(sdk),
    invoiceId: Type.String({ description: 'Of the first payment.', ...sdk }),
    amount: Type.Number(sdk),
    currency: Type.String(sdk),
    reference: Type.String(sdk),
  },
  { additionalProperties: false },
)
export type RecurrentAnswer = Static<typeof RecurrentAnswer>

/** yyyy-MM-dd'T'HH:mm:ss.SSSSSSSZ: the SDKs read no other form. */
const sdkTime = (at: Instant): string => {
  const text = bankTime(at)
  return `${text.slice(0, 19)}.0000000${text.slice(-6).replace(':', '')}`
}

export const toRecurrentAnswer = (subscription: SubscriptionRecord): RecurrentAnswer => ({
  createdDate: sdkTime(subscription.at),
  paymentFrequency: subscription.frequency,
  lastPaymentDate: sdkTime(subscription.endsAt),
  clientId: subscription.client,
  invoiceId: subscription.order.invoiceId,
  amount: fromTiyn(subscription.order.amount),
  currency: subscription.order.currency,
  reference: subscription.reference,
})
