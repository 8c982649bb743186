import { isOfScheme, replaceCards } from '../../contracts/card-text.ts'
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
export const fields: Record<string, Kind> = {
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

/** Text with what looks like something replaced. */
type Look = (text: string, field: string, hide: (kind: Kind, found: string) => string) => string

/** Masks such as 440563...5096 have too few digits to be found. */
export const hideCards: Look = (text, field, hide) =>
  replaceCards(text, ({ start, end, pan }) => {
    const found = text.slice(start, end)
    // Every tenth order number would pass for a card of no known scheme.
    return isPlainNumber(field) && !isOfScheme(pan) ? found : hide('card number', found)
  })

const hidePattern =
  (kind: Kind, pattern: RegExp): Look =>
  (text, _, hide) =>
    text.replace(pattern, (found) => hide(kind, found))

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
/** A place on the internet leads to a buyer; one of a machine or of an office is in every shop's own links. */
const publicAddress = new RegExp(
  String.raw`(?<![\d.])(?!0\.|10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)(?:${octet}\.){3}${octet}(?![\d.])`,
  'g',
)

/**
 * By what it looks like, wherever it stands. What looks back comes first, or looks at little: tried at every letter
 * of a body of 32 KB, a pattern that walks on from each takes seconds.
 */
export const looks: Look[] = [
  hidePattern('e-mail', /(?<![^\s@<>"',;:/?&=])[^\s@<>"',;:/?&=]+@[^\s@<>"',;:/?&=]+\.[A-Za-z]{2,}/g),
  hideCards,
  hidePattern('phone', /(?<!\d)\+\d[\d ()-]{8,17}\d(?!\d)/g),
  hidePattern('phone', /(?<!\d)[78][ (-]*7\d\d[ )-]*\d{3}[ -]?\d\d[ -]?\d\d(?!\d)/g),
  hidePattern('ip', publicAddress),
  hidePattern('token', accessToken),
  hidePattern('token', /(?=\S)(?<=bearer\s+)\S+/gi),
]
