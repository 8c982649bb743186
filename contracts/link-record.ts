import type { Order, TokenDigest } from './record.ts'
import type { Instant } from './time.ts'

/** A payment by link: made by the shop, paid by anyone who opens it. */
export interface InvoiceLinkRecord {
  id: string
  at: Instant
  /** Below the millisecond, 0–999999. */
  nanos: number
  order: Order
  client: string
  shopId: string
  /** Of the token that made it. */
  secretHash: string
  /** Both as the shop wrote them: the answer repeats them. */
  language: string
  expirePeriod: string
  expiresAt: Instant
  contacts: { recipient: string; recipientSms: string; notifier: string; notifierSms: string }
  unknownFields: string[]
  /** Names of the assumed rules it rests on; see fidelity.ts. */
  assumed?: string[]
}

/** A code a buyer scans with the bank's app. */
export interface QrRecord {
  billNumber: string
  /** It pays with the token that made it. */
  token: TokenDigest
  order: Order
  madeAt: Instant
  deadline: Instant
  unknownFields: string[]
}
