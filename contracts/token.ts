import type { Static } from 'typebox'
import {
  Amount,
  assumed,
  Currency,
  documented,
  InvoiceId,
  Link,
  observed,
  Text,
  Type,
  Uuid,
} from './schema.ts'
import { violationsField } from './violation.ts'

/** The form a merchant posts for a token; "Body: form-data" in the documents. */
export const TokenRequest = Type.Object({
  grant_type: Text(64, {
    description: 'Kind of authorization: client_credentials (payments), password, refresh_token.',
    strip: 'ends',
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
  }),
  scope: Type.Optional(
    Text(512, {
      description: 'Resources, free text separated by spaces; echoed as it came.',
      ...documented(
        ['saving-a-card', 'payment-page', 'saved-card-payment', 'clients-8'],
        'seven variants in the wild',
      ),
    }),
  ),
  client_id: Text(128, { description: "The merchant's id.", strip: 'ends', ...documented('saving-a-card') }),
  client_secret: Text(256, {
    description: "The merchant's key.",
    secret: true,
    ...documented('saving-a-card'),
  }),
  invoiceID: Type.Optional(InvoiceId()),
  amount: Type.Optional(Amount()),
  currency: Type.Optional(Currency({ aliases: ['curency'] })),
  terminal: Type.Optional(
    Uuid({
      description: 'The point of sale.',
      ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
    }),
  ),
  postLink: Type.Optional(
    Link({
      description: 'Where the result goes on success.',
      ...documented(['saved-card-payment', 'saving-a-card'], 'optional on the one, required on the other'),
    }),
  ),
  failurePostLink: Type.Optional(
    Link({
      description: 'Where the result goes on failure.',
      ...documented(['saving-a-card', 'payment-page', 'saved-card-payment'], 'optional'),
    }),
  ),
  secret_hash: Type.Optional(
    Text(512, {
      description: "The shop's own random string, echoed in the postlink.",
      ...documented(['payment-page-ru', 'saving-a-card'], 'echoed by the postlink samples'),
    }),
  ),
  username: Type.Optional(
    Text(254, {
      description: "A user of the merchant's cabinet, with grant_type=password.",
      strip: 'ends',
      ...documented('invoice-link-page', 'older editions'),
    }),
  ),
  password: Type.Optional(
    Text(256, {
      description: "The user's password.",
      secret: true,
      ...documented('invoice-link-page', 'older editions'),
    }),
  ),
  refresh_token: Type.Optional(
    Text(256, {
      description: 'Of an earlier answer to grant_type=password, with grant_type=refresh_token.',
      secret: true,
      ...assumed('the answer to a password carries one; how it is used is told by the standard', 'oauth'),
    }),
  ),
})
export type TokenRequest = Static<typeof TokenRequest>

/** What the documents call "Response". */
export const TokenAnswer = Type.Object(
  {
    access_token: Type.String({
      pattern: '^[A-Z0-9_]{22}$',
      description: 'Token of one operation.',
      ...documented(
        ['saving-a-card', 'payment-page', 'saved-card-payment', 'clients-2'],
        '22 characters A to Z, 0 to 9',
      ),
    }),
    expires_in: Type.Union([Type.Integer(), Type.String({ pattern: '^[0-9]+$' })], {
      description: 'Lifetime in seconds; a number or a string by the quirk expiresIn.',
      ...documented(['saving-a-card', 'payment-page', 'saved-card-payment'], '7200'),
    }),
    refresh_token: Type.String({
      description: 'Empty for client_credentials; good for one more token after a password.',
      ...documented(['saving-a-card', 'invoice-link-page']),
    }),
    scope: Type.String({
      description: 'Echo of the request.',
      ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
    }),
    token_type: Type.Literal('Bearer', documented(['saving-a-card', 'payment-page', 'saved-card-payment'])),
  },
  { additionalProperties: false },
)
export type TokenAnswer = Static<typeof TokenAnswer>

/** Satisfies both readers seen in the wild: code and message, error and error_description. */
export const TokenRefusal = Type.Object(
  {
    code: Type.Integer(observed('android-sdk', 'the shape {code, message}; the value is our choice')),
    message: Type.String(observed('android-sdk')),
    error: Type.String(assumed('two clients read it; §5.2', ['oauth', 'clients-2'])),
    error_description: Type.String(assumed('§5.2', 'oauth')),
    violations: violationsField,
  },
  { additionalProperties: false },
)
export type TokenRefusal = Static<typeof TokenRefusal>
