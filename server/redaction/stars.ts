import { leastCard, mayHoldCard, maySpell } from '../../contracts/card-text.ts'
import { literal } from '../../contracts/literal.ts'
import { beyondIds, isId } from '../../contracts/mask.ts'
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
  /** Whether merchants were set here, whose secrets are known by their digests alone. */
  hasOwnSecrets(): boolean
  isToken(word: string): boolean
  isSecret(word: string): boolean
  /** Those that are known letter by letter: `patternOf`. */
  secrets: RegExp | undefined
}

// A shorter one would be found inside innocent words.
const leastSecret = 8
// As long as a token, and as short as anything that is worth unpacking.
const leastToken = 22
const leastPacked = 16
const mayHoldToken = /[A-Z0-9_]{22}/
const word = /[^\s"'<>&=,;:/?@(){}[\]]{8,}/g

/** Any of these secrets, the longest that stands at a place: all at once, because every text is looked at. */
export const patternOf = (secrets: Iterable<string>): RegExp | undefined => {
  const long = [...secrets].filter(({ length }) => length >= leastSecret)
  const words = long.sort((one, other) => other.length - one.length).map(literal)
  return words.length > 0 ? new RegExp(words.join('|'), 'g') : undefined
}

const withoutSecrets = (text: string, { secrets }: Known) => (secrets ? text.replace(secrets, stars) : text)

export const starKnown = (text: string, known: Known): string => {
  const shown = withoutSecrets(text, known)
  if (!mayHoldToken.test(shown) && !known.hasOwnSecrets()) return shown
  return shown.replace(word, (found) => {
    if (known.isToken(found)) return `${found.slice(0, 4)}${stars}`
    return known.isSecret(found) ? stars : found
  })
}

const isDigit = (code: number) => code > 47 && code < 58
const isCapital = (code: number) => (code > 64 && code < 91) || code === 95
const isSmall = (code: number) => code > 96 && code < 123
// Signs of base64 beside letters and digits, and the ends of its lines.
const packedSigns = new Set([10, 13, 43, 45, 47, 61])
const isPackedSign = (code: number) => packedSigns.has(code)

/**
 * Whether nothing in it looks like a card, a token or something packed: most texts are so, and one walk through the
 * letters tells it sooner than the patterns that find what there is.
 */
const isPlain = (text: string): boolean => {
  let digits = 0
  let capitals = 0
  let others = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (isDigit(code)) {
      digits += 1
      capitals += 1
    } else if (isCapital(code)) capitals += 1
    else if (maySpell(code)) return false
    else {
      capitals = 0
      if (!isSmall(code) && !isPackedSign(code)) others += 1
    }
    if (digits >= leastCard || capitals >= leastToken) return false
  }
  return others > 0 || text.length < leastPacked
}

/** The text as it may be written down: whatever field it is in, no card number, living token or known secret. */
export const starred = (text: string, field: string, known: Known): string => {
  if (text.length < leastSecret) return text
  if (isPlain(text) || isId(text))
    return known.hasOwnSecrets() ? starKnown(text, known) : withoutSecrets(text, known)
  const unknown = starKnown(text, known)
  const shown = mayHoldCard(unknown)
    ? beyondIds(unknown, (part) => hideCards(part, field, (_, found) => starredCard(found)))
    : unknown
  const inner = fromBase64(shown)
  return inner !== undefined && starred(inner, '', known) !== inner ? stars : shown
}
