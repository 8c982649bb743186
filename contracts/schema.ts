import type { TSchemaOptions } from 'typebox'
import { assumed, documented, observed, type Provenance } from './provenance.ts'
import { Type } from './type.ts'

/**
 * What a field says beside its type. `expected` is the phrase an error shows; `strip` removes stray white
 * space (links, ids); `secret` keeps what came out of every error and log; `aliases` are other spellings.
 */
export interface FieldNotes {
  description?: string
  expected?: string
  fix?: string
  strip?: 'ends' | 'all'
  secret?: boolean
  aliases?: string[]
  provenance?: Provenance
}

type Options = TSchemaOptions & FieldNotes

export const invoicePattern = '^[0-9]{6,15}$'

export const uuidPattern = '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$'

export const Uuid = (options: Options = {}) =>
  Type.String({
    pattern: uuidPattern,
    expected: 'a UUID such as 67e34d63-102f-4bd1-898e-370781d0074d',
    fix: 'copy the whole id, 36 characters with its hyphens',
    strip: 'ends',
    ...options,
  })

export const InvoiceId = (options: Options = {}) =>
  Type.String({
    pattern: invoicePattern,
    description:
      'The order number: unique per order, also in its last six digits when it is longer than six.',
    expected: '6 to 15 digits',
    fix: 'send digits only, padded with zeros on the left if the number is short',
    strip: 'ends',
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment'], '6 to 15 digits'),
    ...options,
  })

/** Main units with at most two decimals, as the bank writes money; see money.ts for tiyn. */
export const Amount = (options: Options = {}) =>
  Type.Number({
    minimum: 0,
    maximum: 1_000_000_000,
    money: true,
    description: 'Amount in main units (tenge, dollars).',
    expected: 'a number such as 100 or 19.90, not negative, at most two decimals',
    fix: 'send main units with a point, without spaces or a currency sign',
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
    ...options,
  })

export const Currency = (options: Options = {}) =>
  Type.String({
    pattern: '^[A-Z]{3}$',
    expected: 'a three-letter code such as KZT or USD',
    fix: 'send the ISO 4217 code in capital letters',
    strip: 'ends',
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
    ...options,
  })

/** An absolute http(s) URL or an empty string; the stray spaces of the bank's own samples are removed. */
export const Link = (options: Options = {}) =>
  Type.String({
    format: 'link',
    maxLength: 2048,
    expected: 'an absolute http or https URL, or an empty string',
    fix: 'write the whole address, for example https://shop.example/postlink',
    strip: 'all',
    ...options,
  })

/** The same for the buyer's way back, which may lead to an app: `shop://return`. */
export const BackLink = (options: Options = {}) =>
  Link({ format: 'back-link', expected: 'an absolute URL, or an empty string', ...options })

/** Free text of the merchant; echoed, never interpreted. */
export const Text = (maxLength: number, options: Options = {}) =>
  Type.String({
    maxLength,
    expected: `text of at most ${maxLength} characters`,
    fix: 'shorten the text',
    ...options,
  })

export const Flag = (options: Options = {}) =>
  Type.Boolean({ expected: 'true or false', fix: 'send true or false', ...options })

export { assumed, documented, observed, Type }
