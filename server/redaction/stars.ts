import { mayHoldCard } from '../../contracts/card-text.ts'
import { beyondIds } from '../../contracts/mask.ts'
import { fromBase64 } from './redact.ts'
import { hideCards } from './sensitive.ts'

/** What stands in place of what is not kept: no text has it by accident. */
const stars = '******'

export const isStarred = (text: string): boolean => text.includes(stars)

/** The first six digits and the last four are everybody's to see. */
const starredCard = (found: string): string => {
  const digits = found.replace(/\D/g, '')
  // Longer than any card: its end may be a CVC that was written behind the number.
  return digits.length > 16
    ? `${digits.slice(0, 6)}${stars}`
    : `${digits.slice(0, 6)}${stars}${digits.slice(-4)}`
}

/** Tokens and secrets are known by being known: by what they look like, half of all order numbers were some. */
export interface Known {
  /** Whether one of these may stand in a text: every text is looked at, and most hold none. */
  mayStandIn(text: string): boolean
  isToken(word: string): boolean
  isSecret(word: string): boolean
  /** Those that are known letter by letter. */
  secrets: Iterable<string>
}

// A shorter one would be found inside innocent words.
const leastSecret = 8
const word = /[^\s"'<>&=,;:/?@(){}[\]]{8,}/g

export const starKnown = (text: string, known: Known): string => {
  let shown = text
  for (const secret of known.secrets)
    if (secret.length >= leastSecret) shown = shown.replaceAll(secret, stars)
  if (!known.mayStandIn(shown)) return shown
  return shown.replace(word, (found) => {
    if (known.isToken(found)) return `${found.slice(0, 4)}${stars}`
    return known.isSecret(found) ? stars : found
  })
}

/** The text as it may be written down: whatever field it is in, no card number, living token or known secret. */
export const starred = (text: string, field: string, known: Known): string => {
  if (text.length < leastSecret) return text
  const unknown = starKnown(text, known)
  const shown = mayHoldCard(unknown)
    ? beyondIds(unknown, (part) => hideCards(part, field, (_, found) => starredCard(found)))
    : unknown
  const inner = fromBase64(shown)
  return inner !== undefined && starred(inner, '', known) !== inner ? stars : shown
}
