import type { Entry, EntryBody, PostlinkAnswer } from '../contracts/entry.ts'
import type { Instant } from '../contracts/time.ts'

/** Real time. A workspace whose clock was set keeps its own time in the journal and asks nobody. */
export interface Clock {
  now(): Instant
  /** Runs once at or after the instant; the returned function calls it off. */
  at(time: Instant, run: () => void): () => void
}

/** How far a reader has come: in which life of the workspace (each clear begins another), and to which entry. */
export interface Place {
  life: number
  seq: number
}

/** What follows a place. Of another life than was asked for: then it begins with the first entry. */
export interface Reading {
  life: number
  entries: Entry[]
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
  ): Entry[] | undefined | Promise<Entry[] | undefined>
  /** Forgets a workspace, which begins another life with these entries, or with none; all of it or nothing. */
  clear(workspace: string, at?: Instant, entries?: EntryBody[]): void | Promise<void>
  /** Where each workspace stands, for those who share the journal and must notice what others wrote. */
  places?(): Promise<Map<string, Place>>
  close(): void | Promise<void>
}

/** The sandbox cannot answer now: told to the client as 503, with when to try again. */
export class Unavailable extends Error {
  readonly retryAfter: number
  constructor(message: string, { retryAfter = 1, cause }: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.retryAfter = retryAfter
  }
}

/** The journal could not be read or written. Nobody was told that it had been; it may have been all the same. */
export class JournalError extends Unavailable {}

/** More is waiting than this server takes on. */
export class Busy extends Unavailable {}

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
