import { findReason, type ReasonCode, reasonCodes } from '../../contracts/reason-code.ts'
import { findReasons, searchWords } from '../../contracts/reason-search.ts'
import { nearest, UsageError } from '../errors.ts'

const byNumber = (text: string): ReasonCode => {
  const wanted = Number(text)
  const found = findReason(wanted)
  if (found) return found
  const near = reasonCodes
    .toSorted((a, b) => Math.abs(a.code - wanted) - Math.abs(b.code - wanted))
    .slice(0, 3)
    .map(({ code, reason }) => `${code} ${reason}`)
  throw new UsageError(`reason code ${text} does not exist; nearest: ${near.join(', ')}`)
}

/** The codes that a number or words of a reason mean: at least one. Throws UsageError with the nearest. */
export const codesMeant = (text: string): ReasonCode[] => {
  if (/^-?\d+$/.test(text)) return [byNumber(text)]
  const found = findReasons(text)
  if (found.length > 0) return found
  const near = nearest(text, searchWords()).map((word) => `"${word}"`)
  throw new UsageError(
    `no reason code says "${text}"; expected a number such as 484, or words of a reason such as ${near.join(', ')}`,
  )
}
