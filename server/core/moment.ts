import { type Instant, julianDay } from '../../contracts/time.ts'
import type { Drawn } from './drawn.ts'

/** Time and chance as arguments: all that a decision knows of the world beside its state. */
export interface Moment {
  now: Instant
  /**
   * 64 hex digits for a part of the next one of a kind: a function of the workspace's seed, of how many of the kind
   * there were, and of the part's name. How soon a shop answers changes none of them.
   */
  draw(kind: Drawn, part?: string): string
  /** A one-way fingerprint keyed by the seed; what the journal keeps of tokens and card numbers. */
  digest(text: string): string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Of a lower-case hex digit. */
const nibbleAt = (hex: string, i: number) => {
  const code = hex.charCodeAt(i)
  return code <= 57 ? code - 48 : code - 87
}

const byteAt = (hex: string, i: number) => 16 * nibbleAt(hex, 2 * i) + nibbleAt(hex, 2 * i + 1)

export const uuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** 22 characters of `[A-Z0-9]`, as tokens were seen on the wire. */
export const accessToken = (hex: string): string => {
  let token = ''
  for (let i = 0; i < 22; i++) token += alphabet[byteAt(hex, i) % alphabet.length]
  return token
}

export const digits = (hex: string, count: number): string => {
  let text = ''
  for (let i = 0; i < count; i++) text += byteAt(hex, i) % 10
  return text
}

/** Retrieval reference number: year digit, day of the year, eight digits. Printed: 504355533594 on 12 February. */
export const reference = (hex: string, at: Instant): string => {
  const { yearDigit, day } = julianDay(at)
  return `${yearDigit}${String(day).padStart(3, '0')}${digits(hex, 8)}`
}

// A draw is 32 bytes and costs as much as checking an order: what needs few of them shares one.

/** A transaction's id, and the digits of its date that come after the milliseconds. */
export const attemptOf = (hex: string) => ({ id: uuid(hex), nanos: Number(digits(hex.slice(32, 44), 6)) })

/** What the bank's processing gives an approved payment. */
export const approvalOf = (hex: string, at: Instant) => ({
  approvalCode: digits(hex.slice(0, 12), 6),
  reference: reference(hex.slice(12, 28), at),
  intReference: hex.slice(28, 44).toUpperCase(),
})
