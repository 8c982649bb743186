import type { Entry, EntryBody, PostlinkAnswer } from '../contracts/entry.ts'
import type { Instant } from '../contracts/time.ts'

/** Real time. A workspace whose clock was set keeps its own time in the journal and asks nobody. */
export interface Clock {
  now(): Instant
  /** Runs once at or after the instant; the returned function calls it off. */
  at(time: Instant, run: () => void): () => void
}

/** Where entries are kept. An entry is durable when append returns. */
export interface Journal {
  /** True when nobody else writes to it: then a restart need not wait for other senders' leases. */
  exclusive: boolean
  workspaces(): string[] | Promise<string[]>
  /** Entries after `seq`, in order. */
  read(workspace: string, after: number): Entry[] | Promise<Entry[]>
  /**
   * Appends when the journal's last seq is still `expectedSeq`; otherwise changes nothing and answers undefined:
   * the writer reads what it missed and decides again.
   */
  append(
    workspace: string,
    expectedSeq: number,
    at: Instant,
    entries: EntryBody[],
  ): Entry[] | undefined | Promise<Entry[] | undefined>
  /** Forgets a workspace. */
  clear(workspace: string): void | Promise<void>
  close(): void | Promise<void>
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
