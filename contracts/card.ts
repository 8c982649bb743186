import type { Static } from 'typebox'
import { Type } from './type.ts'

export type Brand = 'VISA' | 'MASTERCARD' | 'AMEX' | ''

/** Digits only; buyers type spaces and dashes. */
export const panDigits = (typed: string): string => typed.replace(/[\s-]/g, '')

export const luhn = (pan: string): boolean => {
  let sum = 0
  for (let i = 0; i < pan.length; i++) {
    const digit = Number(pan[pan.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return pan.length > 0 && sum % 10 === 0
}

export const brandOf = (pan: string): Brand => {
  if (/^4/.test(pan)) return 'VISA'
  if (/^3[47]/.test(pan)) return 'AMEX'
  if (/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/.test(pan)) return 'MASTERCARD'
  return ''
}

/** Amex prints four digits on its face (0198 among the test cards), the others three. */
export const cvcLength = (pan: string): 3 | 4 => (brandOf(pan) === 'AMEX' ? 4 : 3)

/** `440563...5096`, as the 2025 samples show it; the only form in which a card number is kept. */
export const maskOf2025 = (pan: string): string => `${pan.slice(0, 6)}...${pan.slice(-4)}`
/** `4405...5096`, as the postlinks of 2020 show it. */
export const maskOf2020 = (mask: string): string => `${mask.slice(0, 4)}...${mask.slice(-4)}`

/** The page of 2020 prints the bank's own name otherwise than the upper-case names of 2025. */
export const issuerOf2020 = (issuer: string): string => (issuer === 'JSC HALYK BANK' ? 'Halyk bank' : issuer)

/** MM/YY, MM / YY, MMYY, MM/YYYY → `MM/YY`; undefined when it is no month and year. */
export const toExpiry = (typed: string): string | undefined => {
  const found = /^(0[1-9]|1[0-2])\s*[/.-]?\s*(?:20)?(\d{2})$/.exec(typed.trim())
  return found ? `${found[1]}/${found[2]}` : undefined
}

/** A row of fixtures/cards.json: a test card as one edition of the documentation prints it. */
export const TestCard = Type.Object(
  {
    edition: Type.Union([Type.Literal('2025'), Type.Literal('2020')]),
    pan: Type.String({ pattern: '^[0-9]{15,16}$' }),
    expiry: Type.String({ pattern: '^(0[1-9]|1[0-2])/[0-9]{2}$' }),
    cvc: Type.String({ pattern: '^[0-9]{3,4}$' }),
    status: Type.Union([Type.Literal('unlock'), Type.Literal('lock')]),
    issuer: Type.String(),
    source: Type.String(),
  },
  { additionalProperties: false },
)
export type TestCard = Static<typeof TestCard>

/** What a buyer types, read for mistakes before any bank is asked. Values are keys of the page's texts. */
export interface CardForm {
  pan: string
  expiry: string
  cvc: string
  holder: string
}
export type CardFormErrors = Partial<Record<keyof CardForm, string>>

const panLengths: Record<Brand, RegExp> = {
  VISA: /^\d{16}$/,
  MASTERCARD: /^\d{16}$/,
  AMEX: /^\d{15}$/,
  '': /^\d{13,19}$/,
}

const panError = (pan: string) => {
  if (pan === '') return 'panEmpty'
  if (!panLengths[brandOf(pan)].test(pan)) return 'panLength'
  if (!luhn(pan)) return 'panLuhn'
}

/** Of a whole number or of a mask: the brand stands in front. */
export const cvcError = (cvc: string, pan: string) => {
  if (cvc === '') return 'cvcEmpty'
  if (!/^\d+$/.test(cvc) || cvc.length !== cvcLength(pan)) return `cvcLength${cvcLength(pan)}`
}

const holderError = (holder: string) => {
  if (holder.trim() === '') return 'holderEmpty'
  if (!/^[A-Za-z][A-Za-z0-9 .'-]{0,63}$/.test(holder.trim())) return 'holderLatin'
}

export const readCardForm = (typed: CardForm): { card: CardForm; errors: CardFormErrors } => {
  const pan = panDigits(typed.pan)
  const expiry = toExpiry(typed.expiry)
  const expiryError = typed.expiry.trim() === '' ? 'expiryEmpty' : expiry ? undefined : 'expiryFormat'
  const found = {
    pan: panError(pan),
    expiry: expiryError,
    cvc: cvcError(typed.cvc.trim(), pan),
    holder: holderError(typed.holder),
  }
  const errors = Object.fromEntries(Object.entries(found).filter(([, error]) => error)) as CardFormErrors
  return { card: { pan, expiry: expiry ?? '', cvc: typed.cvc.trim(), holder: typed.holder.trim() }, errors }
}
