import type { Bank } from './bank.ts'
import type { Merchant } from './merchant.ts'
import type { Pace } from './pace.ts'
import type { Send } from './wire.ts'

/** What the merchant did with one reason code. */
export interface CodeRow {
  code: number
  reason: string
  final: boolean
  /** Its answer to the failure postlink. */
  answered: string
  /** The order after the decline, and after the buyer paid it after all. */
  declined: string
  paidLater: string
  ok: boolean | undefined
}

/** How much of the long cases is done; tests of certify itself do less. */
export interface Effort {
  /** Orders that are paid at once. */
  orders: number
  /** Reason codes of each kind, at most. */
  codes: number
}

/** Everybody there is in a run: the bank, the merchant, and what all cases share. */
export interface TestBed {
  bank: Bank
  merchant: Merchant
  send: Send
  effort: Effort
  /** Every order number the merchant gave so far. */
  invoiceIds: string[]
  codes: CodeRow[]
  pace: Pace
  /** Restarts the shop, at the end of what is to be done right before. Cases may share one restart. */
  restart(rightBefore?: () => Promise<void>): Promise<void>
  /** Whether the shop settles a plain payment made after this moment of performance.now(). */
  isUpToDate(since: number): Promise<boolean>
}
