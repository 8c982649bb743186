import type { TestCard } from '../../contracts/card.ts'
import type {
  Challenge,
  ChallengeAnswer,
  InstalmentRecord,
  InstalmentStatus,
  InvoiceLinkRecord,
  PageRecord,
  PostlinkAnswer,
  PostlinkRecord,
  QrRecord,
  RuleRecord,
  SavedCard,
  Settings,
  SettlementRecord,
  SubscriptionRecord,
  TokenDigest,
  TokenRecord,
  Transaction,
} from '../../contracts/entry.ts'
import type { Mark } from '../../contracts/mark.ts'
import type { Client, Terminal, User } from '../../contracts/merchant.ts'
import type { Instant } from '../../contracts/time.ts'
import { type Alarms, createAlarms, type MutableAlarms } from './alarm.ts'
import { type Counts, noCounts } from './drawn.ts'
import { createLine, type Line, type MutableLine } from './line.ts'

/** What is at rest before anything happens: merchants and cards, from fixtures and configuration. */
export interface World {
  readonly clients: readonly Client[]
  readonly terminals: readonly Terminal[]
  readonly cards: readonly TestCard[]
  /** Who signs in to a merchant's cabinet. */
  readonly users: readonly User[]
  /** Saved before the journal began. */
  readonly savedCards: readonly SavedCard[]
}

export interface Token extends Readonly<TokenRecord> {
  /** True once it has paid, or its page has ended: it may still ask for the status. */
  readonly spent: boolean
  readonly page?: string
  /** The number of the code it made. */
  readonly qr?: string
}

export interface Page extends Readonly<PageRecord> {
  readonly attempts: readonly string[]
  readonly ended?: 'paid' | 'failed' | 'expired'
}

export interface InvoiceLink extends Readonly<InvoiceLinkRecord> {
  /** The latest page it led to. */
  readonly page?: string
  readonly ended?: 'paid' | 'expired' | 'cancelled'
}

export interface Subscription extends Readonly<SubscriptionRecord> {
  /** How often it was charged after the first payment. */
  readonly charges: number
  readonly ended?: 'over' | 'cancelled'
}

export interface Instalment extends Readonly<InstalmentRecord> {
  readonly status: InstalmentStatus
  /** The buyer has it before him in the bank's app. */
  readonly opened?: true
}

export interface Qr extends Readonly<QrRecord> {
  readonly ended?: 'expired'
}

export interface Attempt {
  readonly number: number
  readonly at: Instant
  readonly answer?: Readonly<PostlinkAnswer> & { readonly at: Instant }
}

export interface Postlink extends Readonly<PostlinkRecord> {
  readonly state: 'due' | 'held' | 'delivered' | 'failed'
  readonly owedAt: Instant
  /** How many attempts there were when somebody last asked for it again or held it: their answers decide nothing. */
  readonly wishedAfter: number
  readonly attempts: readonly Attempt[]
}

export interface OpenChallenge extends Readonly<Challenge> {
  readonly wrong: number
  readonly answered?: Exclude<ChallengeAnswer, 'wrong'>
}

export interface Invoice {
  /** Transaction ids, oldest first. */
  readonly transactions: readonly string[]
  readonly paid?: string
}

export type ClockState = { mode: 'system' } | { mode: 'virtual'; now: Instant; set: boolean }

/** One workspace as the journal tells it. Nobody changes it but replay(), which is given a MutableState. */
export interface State {
  readonly seq: number
  readonly world: World
  readonly settings?: Readonly<Settings>
  readonly clock: Readonly<ClockState>
  readonly tokens: ReadonlyMap<TokenDigest, Token>
  readonly pages: ReadonlyMap<string, Page>
  readonly transactions: ReadonlyMap<string, Readonly<Transaction>>
  /** By `terminal/invoiceId`. */
  readonly invoices: ReadonlyMap<string, Invoice>
  /** `terminal/last six digits` → the invoice that took them first; a code that expired unpaid takes none from it. */
  readonly lastSix: ReadonlyMap<string, string>
  readonly cards: ReadonlyMap<string, Readonly<SavedCard>>
  readonly links: ReadonlyMap<string, InvoiceLink>
  /** `terminal/invoiceId` → its latest link. */
  readonly linkOf: ReadonlyMap<string, string>
  /** By bill number. */
  readonly qrs: ReadonlyMap<string, Qr>
  readonly challenges: ReadonlyMap<string, OpenChallenge>
  readonly postlinks: ReadonlyMap<string, Postlink>
  readonly subscriptions: ReadonlyMap<string, Subscription>
  readonly instalments: ReadonlyMap<string, Instalment>
  /** Payouts, oldest first. */
  readonly settlements: ReadonlyMap<string, Readonly<SettlementRecord>>
  /** By transaction id. */
  readonly postlinksOf: ReadonlyMap<string, readonly string[]>
  /** Postlinks a rule keeps back until something else has happened. */
  readonly waiting: ReadonlySet<string>
  readonly rules: readonly Readonly<RuleRecord>[]
  /** By name, the newest last. */
  /** What the next ids are drawn by. */
  readonly counts: Readonly<Counts>
  readonly marks: ReadonlyMap<string, Readonly<Mark>>
  readonly alarms: Alarms
  /** What there is, oldest first, for retention.ts. */
  readonly paymentLine: Line
  readonly tokenLine: Line
  /** Links that lead nowhere any more. */
  readonly linkLine: Line
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The record itself may be changed; the lists in it are replaced. */
type MutablePart<Part> =
  Part extends ReadonlyMap<infer Key, infer Value>
    ? Map<Key, Value extends object ? Mutable<Value> : Value>
    : Part extends ReadonlySet<infer Value>
      ? Set<Value>
      : Part extends readonly (infer Value)[]
        ? Mutable<Value>[]
        : Part extends Alarms
          ? MutableAlarms
          : Part extends Readonly<Counts>
            ? Counts
            : Part extends Line
              ? MutableLine
              : Part

/** For replay(), and for anyone who builds a state that nobody else has seen yet. */
export type MutableState = { -readonly [Name in keyof State]: MutablePart<State[Name]> }

export const createState = (world: World): MutableState => ({
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
  subscriptions: new Map(),
  instalments: new Map(),
  settlements: new Map(),
  postlinksOf: new Map(),
  waiting: new Set(),
  rules: [],
  counts: noCounts(),
  marks: new Map(),
  alarms: createAlarms(),
  paymentLine: createLine(),
  tokenLine: createLine(),
  linkLine: createLine(),
})

/** A card a merchant saved; what the journal says of it wins over the fixture. */
export const savedCardAt = (state: State, id: string): SavedCard | undefined =>
  state.cards.get(id) ?? state.world.savedCards.find((card) => card.id === id)

/** Throws before the first entry: nothing can be decided in a workspace that was never opened. */
export const settingsOf = (state: State): Settings => {
  if (!state.settings) throw new Error('the journal has no "workspace opened" entry yet')
  return state.settings
}
