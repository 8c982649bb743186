import { findReason } from '../../contracts/reason-code.ts'
import { findReasons } from '../../contracts/reason-search.ts'
import type { Then } from '../../contracts/rule.ts'
import { nearest, UsageError } from '../errors.ts'

/** Outcomes with a name of their own; all others are numbers. */
const named: Record<string, { then: Then; about: string }> = {
  approve: { then: { approve: true }, about: 'is approved, whatever the card' },
  ok: { then: { approve: true }, about: 'is approved, whatever the card' },
  lost: { then: { answer: 'lost' }, about: 'happens, and the connection is cut before the answer' },
  refused: { then: { answer: 'refused' }, about: 'does not happen: the connection is cut' },
  '3ds': { then: { threeDS: 'challenge' }, about: 'asks for 3-D Secure' },
}

/**
 * Numbers that every web developer reads as an answer of a broken server. The bank has reason codes of the same
 * numbers: those are written code:502.
 */
const statuses = new Set([500, 502, 503, 504])

export interface Outcome {
  then: Then
  about: string
}

/** 502 is a reason code as well: anyone who wrote the number may have meant the other one. */
const hint = (status: number) => (findReason(status) ? ` (reason code ${status} is code:${status})` : '')

const ofStatus = (status: number): Outcome => ({
  then: { answer: { status } },
  about: `does not happen: HTTP ${status} is answered${hint(status)}`,
})

const ofCode = (code: number): Outcome => ({
  then: { reasonCode: code },
  about: code === 0 ? 'is approved' : `is declined with ${code} ${findReason(code)?.reason}`,
})

/** How a reason code is written so that nothing else can be meant. */
export const outcomeOfCode = (code: number): string => {
  if (code === 0) return 'approve'
  // A minus sign would be read as an option.
  return statuses.has(code) || code < 0 ? `code:${code}` : String(code)
}

const noOutcome = (text: string, hint: string): UsageError =>
  new UsageError(
    `outcome "${text}": ${hint}; expected a reason code or words of its reason (see epay-sandbox codes), ` +
      `${Object.keys(named).join(', ')}, or an HTTP status such as 502 or http:418`,
  )

/** Words of a reason, when they mean one code and no other. */
const ofWords = (text: string): Outcome => {
  const found = findReasons(text)
  const [only] = found
  if (!only) throw noOutcome(text, `near it: ${nearest(text, Object.keys(named))[0]}`)
  if (found.length === 1) return ofCode(only.code)
  const examples = found.slice(0, 4).map(({ code, reason }) => `${outcomeOfCode(code)} ${reason}`)
  throw noOutcome(text, `it could be ${examples.join(', ')}${found.length > 4 ? ', …' : ''}`)
}

/** `484`, `insufficient-funds`, `code:502`, `502`, `http:418`, `approve`, `lost`, `3ds`. Throws UsageError. */
export const readOutcome = (text: string): Outcome => {
  const name = text.toLowerCase()
  if (Object.hasOwn(named, name)) return named[name] as Outcome
  const [, kind, digits] = /^(?:(code|http):)?(-?\d{1,4})$/.exec(name) ?? []
  if (digits === undefined) return ofWords(text)
  const number = Number(digits)
  const isStatus = kind === 'http' || (kind === undefined && statuses.has(number))
  if (isStatus && number >= 200 && number <= 599) return ofStatus(number)
  if (kind !== 'http' && findReason(number)) return ofCode(number)
  throw noOutcome(text, 'there is none')
}
