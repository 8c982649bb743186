import type { CardTrace } from './card-trace.ts'
import type { Language } from './language.ts'
import type { Terminal } from './merchant.ts'
import type { Tiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import type { PostlinkFault, Rule } from './rule.ts'
import type { Refund, Settled } from './settlement-record.ts'
import type { StatusName } from './status-name.ts'
import type { Instant } from './time.ts'
import type { Transfer } from './transfer-record.ts'
import type { WalletName } from './wallet-token.ts'

export type { CardTrace }

/** What a workspace was opened with; the first entry of every journal. */
export interface Settings {
  /** Every id, reference and approval code is a function of it. */
  seed: string
  /** Which edition of the documented test cards is valid. */
  cards: '2025' | '2020'
  quirks: Quirks
  /** Test cards and outcomes under the payment page; journals from before it have none, and show them. */
  strip?: boolean
  /** How many payments are remembered; settled ones beyond it are forgotten, oldest first. */
  retain: number
  /** What an unreadable cryptogram is taken for: the bank's SDKs carry the bank's key, not ours. */
  unreadableCryptogram: 'refuse' | 'unlocked' | 'locked'
  /** Merchants beside the documented ones; their secrets only as digests. */
  clients: { id: string; secretDigest: string }[]
  terminals: Terminal[]
  /** Where browsers reach the server, without a slash at its end; as each request came when absent. */
  publicUrl?: string
  /** True when the workspace was set up by name: then the command line does not change it at a restart. */
  own?: boolean
  /** Where its virtual clock starts, and starts again after a reset. */
  startsAt?: Instant
}

/** A digest of an access token: the journal never holds one that could be used. */
export type TokenDigest = string

export interface TokenRecord {
  digest: TokenDigest
  client: string
  terminal?: string
  /** Absent on a service token, which cannot pay. */
  invoiceId?: string
  amount?: Tiyn
  currency?: string
  scope: string
  postLink: string
  failurePostLink: string
  secretHash: string
  issuedAt: Instant
  expiresAt: Instant
  /** Fields of the request the contract does not know. */
  unknownFields: string[]
  /** The invoice link it pays: the bank's own, told to nobody. */
  link?: string
  /** True of a refresh token: it gets another token and does nothing else. */
  refresh?: true
}

/** Where the buyer was, as the shop or the connection told. */
export interface Place {
  ip: string
  ipCountry: string
  ipCity: string
  ipRegion: string
  ipDistrict: string
  ipLatitude: number
  ipLongitude: number
}

export interface Order {
  invoiceId: string
  invoiceIdAlt: string
  terminal: string
  amount: Tiyn
  currency: string
  description: string
  accountId: string
  language: Language
  data: string
  name: string
  email: string
  phone: string
  backLink: string
  failureBackLink: string
  postLink: string
  failurePostLink: string
  cardSave: boolean
  /** True for `paymentType: cardVerification`: the card is checked and saved, nothing is charged. */
  verification: boolean
  autoRedirect: boolean
  /** The buyer pays with bonuses as far as they go. */
  useBonus?: boolean
  /** Of the payment object; the token's when absent. */
  secretHash?: string
  place: Place
}

export interface PageRecord {
  id: string
  token: TokenDigest
  order: Order
  openedAt: Instant
  deadline: Instant
  unknownFields: string[]
  /** The saved card that pays; without one the buyer types a card. */
  savedCard?: string
  /** What led the buyer here, when it was not the shop. */
  link?: string
  qr?: string
}

export interface SavedCard extends CardTrace {
  id: string
  client: string
  accountId: string
  holder: string
  savedAt: Instant
  transaction: string
  terminal: string
  reference: string
  intReference: string
  /** True once the merchant has deactivated it: it stays listed nowhere and declines. */
  deactivated?: boolean
}

export interface Transaction {
  id: string
  at: Instant
  /** Below the millisecond, 0–999999: the bank prints nanoseconds. */
  nanos: number
  order: Order
  client: string
  token: TokenDigest
  secretHash: string
  via:
    | 'page'
    | 'saved card'
    | 'cryptogram'
    | 'wallet'
    | 'invoice link'
    | 'qr'
    | 'cabinet'
    | 'subscription'
    | 'instalment'
    | 'transfer'
  /** What paid instead of a card; on the page it is beside `via: page`. */
  wallet?: WalletName
  page?: string
  /** The issuer's question it waited for, or waits for. */
  challenge?: string
  status: StatusName
  reasonCode: number
  card?: CardTrace
  /** Empty when nothing was saved. */
  cardId: string
  holder: string
  reference: string
  intReference: string
  approvalCode: string
  /** What bonuses paid of the price; the rest, which is what moves, is the card's. */
  bonus?: Tiyn
  /** What is left of the card's part after charge, cancel and refunds. */
  amount: Tiyn
  /** What has been taken from the card, and what has gone back. */
  charged: Tiyn
  refunded: Tiyn
  secure: boolean
  secureDetails: string
  /** The rule that changed it. */
  rule?: string
  /** Names of the assumed rules the outcome rests on; see fidelity.ts. */
  assumed: string[]
  /** Of a transfer: its kind, and where the money went. */
  transfer?: Transfer
  /** Oldest first; absent before the first. */
  refunds?: readonly Refund[]
  /** What was paid out to the merchant so far. */
  settled?: Settled
  /** Kept out of the bank's answers by a rule. */
  late?: Late
}

/** Until when the bank tells nothing of it, or what was before. */
export interface Late {
  until: Instant
  before?: Pick<Transaction, 'status' | 'amount' | 'charged' | 'refunded'>
}

/** A question of the card's issuer to the buyer, and what is to happen when it has been answered. */
export interface Challenge {
  /** The `MD` that travels with the browser. */
  id: string
  /** The transaction as it stands, status 3D. */
  transaction: Transaction
  /** The right answer; shown on the page, since no telephone rings here. */
  code: string
  deadline: Instant
  /** What the issuer says once the buyer is known. */
  reasonCode: number
  save: boolean
  fault?: PostlinkFault
}

/** `wrong` may be tried again, until it has been wrong three times. */
export type ChallengeAnswer = 'right' | 'wrong' | 'failed' | 'cancelled' | 'expired'

export type OperationName = 'charge' | 'cancel' | 'refund' | 'expire'

/** Where an operation leaves a transaction. */
export type Operated = Pick<Transaction, 'status' | 'amount' | 'charged' | 'refunded' | 'assumed' | 'late'>

/** A rule in force. Its card, if it names one, has been reduced to a mask. */
export interface RuleRecord extends Rule {
  id: string
  matched: number
}
