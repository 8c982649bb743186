import type { TestCard } from '../../contracts/card.ts'
import type {
  Challenge,
  ChallengeAnswer,
  InvoiceLinkRecord,
  PageRecord,
  PostlinkAnswer,
  PostlinkRecord,
  QrRecord,
  RuleRecord,
  SavedCard,
  Settings,
  TokenDigest,
  TokenRecord,
  Transaction,
} from '../../contracts/entry.ts'
import type { Client, Terminal } from '../../contracts/merchant.ts'
import type { Instant } from '../../contracts/time.ts'
import { type Alarms, createAlarms } from './alarm.ts'
import { createLine, type Line } from './line.ts'

/** What is at rest before anything happens: merchants and cards, from fixtures and configuration. */
export interface World {
  clients: Client[]
  terminals: Terminal[]
  cards: TestCard[]
}

export interface Token extends TokenRecord {
  /** True once it has paid, or its page has ended: it may still ask for the status. */
  spent: boolean
  page?: string
  /** The number of the code it made. */
  qr?: string
}

export interface Page extends PageRecord {
  attempts: string[]
  ended?: 'paid' | 'failed' | 'expired'
}

export interface InvoiceLink extends InvoiceLinkRecord {
  /** The latest page it led to. */
  page?: string
  ended?: 'paid' | 'expired' | 'cancelled'
}

export interface Qr extends QrRecord {
  ended?: 'expired'
}

export interface Attempt {
  number: number
  at: Instant
  answer?: PostlinkAnswer & { at: Instant }
}

export interface Postlink extends PostlinkRecord {
  state: 'due' | 'held' | 'delivered' | 'failed'
  owedAt: Instant
  /** How many attempts there were when somebody last asked for it again or held it: their answers decide nothing. */
  wishedAfter: number
  attempts: Attempt[]
}

export interface OpenChallenge extends Challenge {
  wrong: number
  answered?: Exclude<ChallengeAnswer, 'wrong'>
}

export interface Invoice {
  /** Transaction ids, oldest first. */
  transactions: string[]
  paid?: string
}

export type ClockState = { mode: 'system' } | { mode: 'virtual'; now: Instant; set: boolean }

/** One workspace as the journal tells it. Changed by replay() alone. */
export interface State {
  seq: number
  world: World
  settings?: Settings
  clock: ClockState
  tokens: Map<TokenDigest, Token>
  pages: Map<string, Page>
  transactions: Map<string, Transaction>
  /** By `terminal/invoiceId`. */
  invoices: Map<string, Invoice>
  /** `terminal/last six digits` → the invoice that took them first; a code that expired unpaid takes none from it. */
  lastSix: Map<string, string>
  cards: Map<string, SavedCard>
  links: Map<string, InvoiceLink>
  /** `terminal/invoiceId` → its latest link. */
  linkOf: Map<string, string>
  /** By bill number. */
  qrs: Map<string, Qr>
  challenges: Map<string, OpenChallenge>
  postlinks: Map<string, Postlink>
  /** By transaction id. */
  postlinksOf: Map<string, string[]>
  /** Postlinks a rule keeps back until something else has happened. */
  waiting: Set<string>
  rules: RuleRecord[]
  alarms: Alarms
  /** What there is, oldest first, for retention.ts. */
  paymentLine: Line
  tokenLine: Line
  /** Links that lead nowhere any more. */
  linkLine: Line
}

export const createState = (world: World): State => ({
  seq: 0,
  world,
  clock: { mode: 'system' },
  tokens: new Map(),
  pages: new Map(),
  transactions: new Map(),
  invoices: new Map(),
  lastSix: new Map(),
  cards: new Map(),
  links: new Map(),
  linkOf: new Map(),
  qrs: new Map(),
  challenges: new Map(),
  postlinks: new Map(),
  postlinksOf: new Map(),
  waiting: new Set(),
  rules: [],
  alarms: createAlarms(),
  paymentLine: createLine(),
  tokenLine: createLine(),
  linkLine: createLine(),
})

/** Throws before the first entry: nothing can be decided in a workspace that was never opened. */
export const settingsOf = (state: State): Settings => {
  if (!state.settings) throw new Error('the journal has no "workspace opened" entry yet')
  return state.settings
}
