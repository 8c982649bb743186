import type { InstalmentRecord, InstalmentStatus } from './instalment-record.ts'
import type { InvoiceLinkRecord, QrRecord } from './link-record.ts'
import type { PostlinkAnswer, PostlinkRecord } from './postlink-record.ts'
import type {
  Challenge,
  ChallengeAnswer,
  Operated,
  OperationName,
  PageRecord,
  RuleRecord,
  SavedCard,
  Settings,
  TokenDigest,
  TokenRecord,
  Transaction,
} from './record.ts'
import type { RefusalName } from './refusal.ts'
import type { SettlementRecord } from './settlement-record.ts'
import type { SubscriptionRecord } from './subscription-record.ts'
import type { Instant } from './time.ts'

export type * from './instalment-record.ts'
export type * from './link-record.ts'
export type * from './postlink-record.ts'
export type * from './record.ts'
export type * from './settlement-record.ts'
export type * from './subscription-record.ts'
export type * from './transfer-record.ts'

/** Everything that can happen. The journal is a list of these and nothing else is stored. */
export type EntryBody =
  | { kind: 'workspace opened'; settings: Settings }
  | { kind: 'clock moved'; clock: { mode: 'system' } | { mode: 'virtual'; now: Instant; set: boolean } }
  | { kind: 'token issued'; token: TokenRecord }
  | { kind: 'token expired'; token: TokenDigest }
  | { kind: 'page opened'; page: PageRecord }
  | { kind: 'page ended'; page: string; how: 'paid' | 'failed' | 'expired' }
  | { kind: 'invoice link made'; link: InvoiceLinkRecord }
  | { kind: 'invoice link ended'; link: string; how: 'expired' | 'cancelled' }
  | { kind: 'qr made'; qr: QrRecord }
  | { kind: 'qr ended'; qr: string; how: 'expired' }
  | { kind: 'payment decided'; transaction: Transaction }
  | { kind: 'challenge asked'; challenge: Challenge }
  | { kind: 'challenge answered'; challenge: string; how: ChallengeAnswer }
  | {
      kind: 'payment operated'
      transaction: string
      operation: OperationName
      to: Operated
      externalId?: string
      /** The id of the refund, in registers that give it a row of its own. */
      refund?: string
    }
  | { kind: 'subscription made'; subscription: SubscriptionRecord }
  /** Without `next` it was the last. */
  | { kind: 'subscription charged'; subscription: string; next?: Instant }
  | { kind: 'subscription ended'; subscription: string; how: 'cancelled' }
  | { kind: 'instalment asked'; instalment: InstalmentRecord; nextAt: Instant }
  /** Without `nextAt` it was the last step; `opened` by the buyer, in the bank's app. */
  | {
      kind: 'instalment moved'
      instalment: string
      status: InstalmentStatus
      nextAt?: Instant
      opened?: true
    }
  | { kind: 'settlement made'; settlement: SettlementRecord; again?: Instant }
  | { kind: 'card deactivated'; card: string }
  | { kind: 'card saved'; card: SavedCard }
  | { kind: 'postlink owed'; postlink: PostlinkRecord; dueAt: Instant }
  | { kind: 'postlink sent'; postlink: string; attempt: number; leaseUntil: Instant }
  | {
      kind: 'postlink answered'
      postlink: string
      attempt: number
      answer: PostlinkAnswer
      retryAt?: Instant
      assumed?: string[]
    }
  | { kind: 'postlink requeued'; postlink: string; dueAt: Instant; why: 'resend' | 'release' | 'restart' }
  | { kind: 'postlink held'; postlink: string }
  | { kind: 'rule added'; rule: RuleRecord }
  | { kind: 'rules cleared'; rules: string[] }
  | { kind: 'marked'; name: string }
  | { kind: 'rule matched'; rule: string; asked: string; invoiceId?: string }
  | {
      kind: 'request refused'
      asked: string
      refused: RefusalName
      invoiceId?: string
      field?: string
      got?: string
      assumed?: string[]
    }

export type EntryKind = EntryBody['kind']

/** One line of the journal. `seq` starts at 1 and has no gaps; `at` is the workspace's clock. */
export type Entry = { seq: number; at: Instant } & EntryBody

/**
 * Kinds of entries that a reader has nothing to do with. A reader handles or names every kind, so that a new kind is a
 * compile error wherever nobody has thought of it.
 */
export const ignored = <K extends EntryKind>(...kinds: K[]): Record<K, undefined> =>
  Object.fromEntries(kinds.map((kind) => [kind, undefined])) as Record<K, undefined>
