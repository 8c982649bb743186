import { hash } from 'node:crypto'

/** All chance of a workspace: a function of its seed, what it is drawn for, and how many of that there were. */
export const draw = (seed: string, kind: string, count: number, part = ''): string =>
  hash('sha256', `${seed}/${kind}/${count}/${part}`)

/** A one-way fingerprint keyed by the seed: 32 hex digits. */
export const digest = (seed: string, text: string): string =>
  hash('sha256', `${seed}/digest/${text}`).slice(0, 32)
