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

/** The form a merchant posts for a token: seeds 000, 001, 004, "Body: form-data". */
export const TokenRequest = Type.Object({
  grant_type: Text(64, {
    description: 'Kind of authorization; payments use client_credentials.',
    strip: 'ends',
    ...documented('seeds 000, 001, 004'),
  }),
  scope: Type.Optional(
    Text(512, {
      description: 'Resources, free text separated by spaces; trimmed and echoed.',
      strip: 'ends',
      ...documented('seeds 000, 001, 004; wire/core §1.2: seven variants in the wild'),
    }),
  ),
  client_id: Text(128, { description: "The merchant's id.", strip: 'ends', ...documented('seed 000') }),
  client_secret: Text(256, { description: "The merchant's key.", secret: true, ...documented('seed 000') }),
  invoiceID: Type.Optional(InvoiceId()),
  amount: Type.Optional(Amount()),
  currency: Type.Optional(Currency({ aliases: ['curency'] })),
  terminal: Type.Optional(Uuid({ description: 'The point of sale.', ...documented('seeds 000, 001, 004') })),
  postLink: Type.Optional(
    Link({
      description: 'Where the result goes on success.',
      ...documented('seed 004: optional; seed 000: required'),
    }),
  ),
  failurePostLink: Type.Optional(
    Link({
      description: 'Where the result goes on failure.',
      ...documented('seeds 000, 001, 004: optional'),
    }),
  ),
  secret_hash: Type.Optional(
    Text(512, {
      description: "The shop's own random string, echoed in the postlink.",
      ...documented('postlink samples of seed 000; wire/core §1.1'),
    }),
  ),
})
export type TokenRequest = Static<typeof TokenRequest>

/** Seeds 000, 001, 004, "Response". */
export const TokenAnswer = Type.Object(
  {
    access_token: Type.String({
      pattern: '^[A-Z0-9_]{22}$',
      description: 'Token of one operation.',
      ...documented('seeds 000, 001, 004; wire/clients §3.1: 22 characters A–Z 0–9'),
    }),
    expires_in: Type.Union([Type.Integer(), Type.String({ pattern: '^[0-9]+$' })], {
      description: 'Lifetime in seconds; a number or a string by the quirk expiresIn.',
      ...documented('seeds 000, 001, 004: 7200'),
    }),
    refresh_token: Type.String({ description: 'Not used; always empty.', ...documented('seed 000') }),
    scope: Type.String({ description: 'Echo of the request.', ...documented('seeds 000, 001, 004') }),
    token_type: Type.Literal('Bearer', documented('seeds 000, 001, 004')),
  },
  { additionalProperties: false },
)
export type TokenAnswer = Static<typeof TokenAnswer>

/** Satisfies both readers seen in the wild: code and message, error and error_description. */
export const TokenRefusal = Type.Object(
  {
    code: Type.Integer(observed('wire/core §1.4: the shape {code, message}; the value is assumed')),
    message: Type.String(observed('wire/core §1.4')),
    error: Type.String(assumed('RFC 6749 §5.2; wire/clients §3.1: two clients read it')),
    error_description: Type.String(assumed('RFC 6749 §5.2')),
    violations: violationsField,
  },
  { additionalProperties: false },
)
export type TokenRefusal = Static<typeof TokenRefusal>
