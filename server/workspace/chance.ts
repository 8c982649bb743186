import { hash } from 'node:crypto'

/** All chance of a workspace: a function of its seed, the journal's length and what it is drawn for. */
export const draw = (seed: string, seq: number, purpose: string): string =>
  hash('sha256', `${seed}/${seq}/${purpose}`)

/** A one-way fingerprint keyed by the seed: 32 hex digits. */
export const digest = (seed: string, text: string): string =>
  hash('sha256', `${seed}/digest/${text}`).slice(0, 32)
