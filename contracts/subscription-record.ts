import type { CardTrace, Order } from './record.ts'
import type { Instant } from './time.ts'

export const frequencies = ['WEEKLY', 'MONTHLY', 'QUARTERLY'] as const
export type Frequency = (typeof frequencies)[number]

/** A payment that the bank makes again on schedule. */
export interface SubscriptionRecord {
  id: string
  at: Instant
  /** The first payment, and what the later ones repeat of it, with the addresses its token gave. */
  transaction: string
  order: Order
  client: string
  card: CardTrace
  cardId: string
  holder: string
  secretHash: string
  reference: string
  frequency: Frequency
  nextAt: Instant
  endsAt: Instant
  /** Names of the assumed rules it rests on; see fidelity.ts. */
  assumed: string[]
}
