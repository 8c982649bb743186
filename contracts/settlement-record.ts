import type { Tiyn } from './money.ts'
import type { Instant } from './time.ts'

/** One payout: what a terminal was owed at the start of a working day. */
export interface SettlementRecord {
  id: string
  terminal: string
  at: Instant
  lines: SettlementLine[]
  /** Names of the assumed rules it rests on; see fidelity.ts. */
  assumed: string[]
}

/** What moved in one payment since the payout before: negative when more went back than was taken. */
export interface SettlementLine {
  transaction: string
  invoiceId: string
  currency: string
  gross: Tiyn
  fee: Tiyn
  /** gross less fee, unless a rule makes the sum wrong. */
  payout: Tiyn
}

/** Of one payment, all payouts together. */
export interface Settled {
  at: Instant
  gross: Tiyn
  payout: Tiyn
}

/** One refund of a payment. */
export interface Refund {
  id: string
  at: Instant
  amount: Tiyn
}
