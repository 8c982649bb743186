import { luhn } from '../../contracts/card.ts'
import { accessToken } from '../../contracts/mask.ts'

export type Kind =
  | 'token'
  | 'secret'
  | 'cryptogram'
  | 'card number'
  | 'cvc'
  | 'expiry'
  | 'e-mail'
  | 'phone'
  | 'name'
  | 'ip'

/** By the name of the field, in lower case: whatever stands there is not written down. */
const fields: Record<string, Kind> = {
  ...{
    access_token: 'token',
    refresh_token: 'token',
    access: 'token',
    token: 'token',
    authorization: 'token',
  },
  ...{ client_secret: 'secret', secret_hash: 'secret', password: 'secret', cardhash: 'secret' },
  // The bank's own SDKs spell the second one with a Cyrillic с.
  ...{ cryptogram: 'cryptogram', '\u0441ryptogram': 'cryptogram', pareq: 'cryptogram', pares: 'cryptogram' },
  ...{ pan: 'card number', hpan: 'card number', cardnumber: 'card number' },
  ...{
    cvc: 'cvc',
    cvv: 'cvc',
    cvv2: 'cvc',
    cvc2: 'cvc',
    expiry: 'expiry',
    expdate: 'expiry',
    exp_date: 'expiry',
  },
  ...{ email: 'e-mail', phone: 'phone', telephone: 'phone', mobile: 'phone' },
  ...{ name: 'name', payername: 'name', holder: 'name', cardholder: 'name', username: 'name', ip: 'ip' },
}

export const kindOfField = (field: string): Kind | undefined => fields[field.toLowerCase()]

/** Numbers that only look like a card or a phone: an order needs its own to be asked for again. */
const plainNumbers = new Set(['invoiceid', 'invoiceidalt', 'reference', 'intreference', 'amount', 'terminal'])
export const isPlainNumber = (field: string): boolean => plainNumbers.has(field.toLowerCase())

const windows = (digits: string, length: number): string[] =>
  Array.from({ length: Math.max(0, digits.length - length + 1) }, (_, i) => digits.slice(i, i + length))

/** A card number, or digits with one inside: number and CVC written together, two numbers in a row. */
const holdsCard = (found: string, field: string): boolean => {
  const digits = found.replace(/\D/g, '')
  const inside = [...windows(digits, 16), ...windows(digits, 15)].some(
    (pan) => luhn(pan) && (pan.length === 16 ? /^[245]/ : /^3[47]/).test(pan),
  )
  // Every tenth order number would pass for a card of no known scheme.
  return inside || (!isPlainNumber(field) && digits.length <= 19 && luhn(digits))
}

interface Pattern {
  kind: Kind
  pattern: RegExp
  matches?(found: string, field: string): boolean
}

/** Masks such as 440563...5096 have too few digits to match. */
export const cardPattern: Pattern = {
  kind: 'card number',
  pattern: /(?<!\d)\d(?:[ -]?\d){12,}(?!\d)/g,
  matches: holdsCard,
}

/**
 * By what it looks like, wherever it stands. What looks back comes first, or looks at little: tried at every letter
 * of a body of 32 KB, a pattern that walks on from each takes seconds.
 */
export const patterns: Pattern[] = [
  { kind: 'e-mail', pattern: /(?<![^\s@<>"',;:/?&=])[^\s@<>"',;:/?&=]+@[^\s@<>"',;:/?&=]+\.[A-Za-z]{2,}/g },
  cardPattern,
  { kind: 'phone', pattern: /(?<!\d)\+\d[\d ()-]{8,17}\d(?!\d)/g },
  { kind: 'phone', pattern: /(?<!\d)[78][ (-]*7\d\d[ )-]*\d{3}[ -]?\d\d[ -]?\d\d(?!\d)/g },
  { kind: 'token', pattern: accessToken },
  { kind: 'token', pattern: /(?=\S)(?<=bearer\s+)\S+/gi },
]
