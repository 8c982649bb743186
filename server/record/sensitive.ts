import { luhn } from '../../contracts/card.ts'

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

const digits = (text: string) => text.replace(/\D/g, '')

interface Pattern {
  kind: Kind
  pattern: RegExp
  matches?(found: string): boolean
}

/** By what it looks like, wherever it stands. Masks such as 440563...5096 have too few digits to match. */
export const patterns: Pattern[] = [
  { kind: 'e-mail', pattern: /[^\s@<>"',;:/?&=]+@[^\s@<>"',;:/?&=]+\.[A-Za-z]{2,}/g },
  {
    kind: 'card number',
    pattern: /(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.])/g,
    matches: (found) => luhn(digits(found)),
  },
  { kind: 'phone', pattern: /(?<![\w.-])\+\d[\d ()-]{8,17}\d(?![\w.-])/g },
  { kind: 'phone', pattern: /(?<![\w.-])[78][ (-]*7\d\d[ )-]*\d{3}[ -]?\d\d[ -]?\d\d(?![\w.-])/g },
  { kind: 'token', pattern: /(?<=bearer\s+)\S+/gi },
]
