import type { PostlinkBody } from './postlink.ts'

export interface PostlinkRecord {
  id: string
  transaction: string
  invoiceId: string
  kind: 'success' | 'failure'
  url: string
  contentType: string
  body: PostlinkBody
  /** A rule's doing: sent cut in the middle, never sent, sent again, kept back until something else happened. */
  corrupt?: boolean
  /** Its body says something else than the bank would. */
  altered?: boolean
  /** Names of the assumed rules its address rests on; see fidelity.ts. */
  assumed?: string[]
  lost?: boolean
  copyOf?: string
  waitsFor?: 'any' | 'invoice' | 'status'
  /** How long after that it goes out. */
  waitsMs?: number
  /** Sent by hand: one attempt and no more. */
  once?: boolean
}

/** What a merchant's endpoint did with one attempt. Exactly one of status and error is set. */
export interface PostlinkAnswer {
  status?: number
  error?: string
  /** Real time; 0 under a virtual clock. */
  durationMs: number
  responseBody: string
  /** True when another attempt cannot help: the address is refused by the sandbox itself. */
  final?: boolean
}
