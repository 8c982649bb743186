import type { TObject, TSchema } from 'typebox'
import type { Doubts } from './doubt.ts'
import type { Provenance } from './provenance.ts'
import type { RefusalName } from './refusal.ts'

/** One row per endpoint of the bank: everything else about endpoints is a reading of this table. */
export interface Operation {
  method: 'GET' | 'POST'
  /** Every path the bank's host families use; the sandbox answers all of them on any host name. */
  paths: string[]
  auth: 'none' | 'bearer'
  summary: string
  query?: TObject
  /** Beside Authorization. */
  headers?: TObject
  body?: TObject
  /** Breaches of the body's contract that a quirk may let pass. */
  doubts?: Doubts
  answer: TSchema
  refusal: TSchema
  /** Every no that is not about the form of a message, in the order of checking. */
  refusals: RefusalName[]
  /** A browser comes here: where it is redirected to. People are told of a refusal by a page. */
  leadsTo?: string
  provenance: Provenance
}

/** API paths live at the root on the newer hosts and under /api on the older ones. */
export const api = (path: string) => [`/${path}`, `/api/${path}`]

/** What is asked of every token. */
export const living: RefusalName[] = ['token missing', 'token unknown', 'token expired']
