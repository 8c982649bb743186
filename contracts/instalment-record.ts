import type { Order, TokenDigest } from './record.ts'
import type { Instant } from './time.ts'

export const instalmentStatuses = ['NEW', 'SCAN', 'IN_PROGRESS', 'ACCEPT', 'REJECT'] as const
export type InstalmentStatus = (typeof instalmentStatuses)[number]

/** How long a purchase is paid off, and for how much. */
export interface CreditCondition {
  id: string
  monthCount: number
  interestRate: number
}

/** A purchase that the bank is asked to pay for, and the buyer pays off in months. */
export interface InstalmentRecord {
  id: string
  at: Instant
  order: Order
  client: string
  token: TokenDigest
  shopId: string
  condition: CreditCondition
  secretHash: string
  /** What the bank decides, unless somebody does on the page that stands in for its app; 0 is yes. */
  reasonCode: number
  /** The rule that changed it. */
  rule?: string
}
