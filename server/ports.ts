import type { Entry, EntryBody, PostlinkAnswer } from '../contracts/entry.ts'
import type { Instant } from '../contracts/time.ts'

/** Real time. A workspace whose clock was set keeps its own time in the journal and asks nobody. */
export interface Clock {
  now(): Instant
  /** Runs once at or after the instant; the returned function calls it off. */
  at(time: Instant, run: () => void): () => void
}

/**
 * How far a reader has come: in which life of the workspace, and to which entry. A life begins with the first entry and
 * ends when the workspace is cleared; its number is given once in a journal, so that an entry of an earlier life is
 * never taken for one of this life. A workspace without entries has no life: 0.
 */
export interface Place {
  life: number
  seq: number
}

/** Entries, and the life they belong to. Read of another life than was asked for, they begin with the first one. */
export interface Reading {
  life: number
  entries: Entry[]
  /** At which entry of this life the postlinks still owed are held; none when left out. */
  holdsAt?: number
}

/** Entries of another workspace, or of an earlier moment of this one, as they were written. */
export interface Copied {
  entries: readonly Entry[]
  /** Whether the postlinks that are owed after the last of them are held. */
  holds: boolean
}

/** Where entries are kept. An entry is durable when append returns. Whatever goes wrong is thrown as JournalError. */
export interface Journal {
  /** True when nobody else writes to it: then a restart need not wait for other senders' leases. */
  exclusive: boolean
  workspaces(): string[] | Promise<string[]>
  /** The entries after a place, in order; at most `limit` of them. */
  read(workspace: string, after: Place, limit?: number): Reading | Promise<Reading>
  /**
   * Appends when the journal still stands at `place`; otherwise changes nothing and answers undefined:
   * the writer reads what it missed and decides again.
   */
  append(
    workspace: string,
    place: Place,
    at: Instant,
    entries: EntryBody[],
  ): Reading | undefined | Promise<Reading | undefined>
  /** Forgets a workspace, which begins another life with these entries, or is gone. All of it or nothing. */
  clear(workspace: string, at?: Instant, entries?: EntryBody[]): void | Promise<void>
  /** The workspace begins another life with these entries. All of it or nothing. */
  copy(workspace: string, copied: Copied): void | Promise<void>
  /** Where replaying all of it would take long. */
  snapshots?: Snapshots
  /** Where each workspace that has entries stands, for those who share the journal and must see what others wrote. */
  places?(): Promise<Map<string, Place>>
  /** What to tell of an entry that was read and cannot be replayed: where it is kept, and what to do. */
  unreadable?(workspace: string, seq: number, cause: unknown): Error
  close(): void | Promise<void>
}

/**
 * What a workspace had come to at some entry, in pieces that only their writer understands. It saves reading what came
 * before; it may be missing or old, and the entries alone are true.
 */
export interface Snapshots {
  /** The latest that is whole and of this form. */
  find(workspace: string, form: string): (Place & { pieces: Iterable<string> }) | undefined
  /** Begins another one, which is found once it is finished. */
  begin(workspace: string, form: string, seq: number): SnapshotWriter
}

export interface SnapshotWriter {
  add(piece: string): void
  finish(): void
}

interface WhyUnavailable {
  retryAfter?: number
  cause?: unknown
}

/** The sandbox cannot answer now: told to the client as 503, with when to try again. */
export class Unavailable extends Error {
  readonly retryAfter: number
  constructor(message: string, { retryAfter = 1, cause }: WhyUnavailable = {}) {
    super(message, { cause })
    this.retryAfter = retryAfter
  }
}

/** The journal could not be read or written. Nobody was told that it had been; it may have been all the same. */
export class JournalError extends Unavailable {
  /** It needs somebody who fixes it: the process tells how, and stops. */
  readonly final: boolean
  constructor(message: string, { final = false, ...rest }: { final?: boolean } & WhyUnavailable = {}) {
    super(message, rest)
    this.final = final
  }
}

/** More is waiting than this server takes on. */
export class Busy extends Unavailable {
  readonly limit: 'commands' | 'payments' | 'workspaces'
  constructor(limit: Busy['limit'], message: string, options: { retryAfter?: number } = {}) {
    super(message, options)
    this.limit = limit
  }
}

/** What was full or away: what it is counted under. */
export const limitOf = (error: Unavailable): Busy['limit'] | 'journal' =>
  error instanceof Busy ? error.limit : 'journal'

/** A card as a merchant encrypted it, or why nobody can read it. */
export type OpenedCard = { card: { pan: string; expiry: string; cvc: string } } | { why: string }

/** The key pair merchants encrypt cards for; the private half never leaves what keeps it. */
export interface CardKey {
  publicPem(): Promise<string>
  /** What a cryptogram holds; never repeats what was inside. */
  open(cryptogram: string): Promise<OpenedCard>
}

export interface Parcel {
  url: string
  contentType: string
  body: object
  /** Sent with its JSON broken off in the middle. */
  corrupt?: boolean
}

/** Posts one postlink and tells what came back; never throws, never retries. */
export interface Courier {
  post(parcel: Parcel): Promise<PostlinkAnswer>
  close(): Promise<void>
}
