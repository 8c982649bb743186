import type { Static } from 'typebox'
import { languageOf2020 } from './language.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import type { Transaction } from './record.ts'
import { Amount, Currency, documented, Flag, InvoiceId, Link, observed, Text, Type, Uuid } from './schema.ts'
import { violationsField } from './violation.ts'

const seed004 = documented('seed 004, payments/cards/auth')

/** The body of `POST payments/cards/auth`: a charge of a saved card, without the buyer. */
export const CardsAuthRequest = Type.Object({
  amount: Amount(),
  currency: Currency(),
  name: Type.Optional(Text(128, seed004)),
  terminalId: Uuid({ description: 'The point of sale.', aliases: ['terminal'], ...seed004 }),
  invoiceId: InvoiceId(),
  invoiceIdAlt: Type.Optional(InvoiceId(observed('wire/core §3.2'))),
  description: Type.Optional(
    Text(125, {
      bytes: 125,
      expected: 'at most 125 bytes of UTF-8',
      mend: 'shorten the text: a Cyrillic letter is two bytes',
      ...documented('seed 004: required; clients omit it'),
    }),
  ),
  accountId: Type.Optional(Text(255, { strip: 'ends', ...seed004 })),
  email: Type.Optional(Text(254, seed004)),
  phone: Type.Optional(Text(32, seed004)),
  backLink: Type.Optional(Link(documented('seed 004: required; wire/clients §2.3: sent empty'))),
  failureBackLink: Type.Optional(Link(seed004)),
  postLink: Type.Optional(Link(documented('seed 004: required; wire/clients §2.3: sent empty'))),
  failurePostLink: Type.Optional(Link(seed004)),
  language: Type.Optional(Text(16, seed004)),
  paymentType: Type.Optional(Text(32, { expected: 'cardId', ...seed004 })),
  cardId: Type.Object(
    { id: Uuid({ description: 'A cardId from an earlier postlink.', ...seed004 }) },
    { expected: 'an object {"id": "<cardId>"}', ...seed004 },
  ),
  data: Type.Optional(Text(8192, observed('wire/core §3.2'))),
  recurrent: Type.Optional(Flag(observed('wire/core §3.2'))),
  cardSave: Type.Optional(Flag(observed('wire/core §3.2'))),
})
export type CardsAuthRequest = Static<typeof CardsAuthRequest>

const extended = observed(
  'wire/core §3.2, wire/clients §3.4; only with the quirk authorizationFields: extended',
)

const sdk3D = observed('wire/core §3.3: both mobile SDKs')

/** Where to send the browser when the issuer wants to know who pays. `MD` repeats `md` for Android (§3.4). */
export const Secure3D = Type.Object(
  {
    paReq: Type.String(sdk3D),
    md: Type.String(sdk3D),
    MD: Type.String(observed('wire/clients §3.4: Android reads MD')),
    action: Type.String({ description: 'The page of the issuer: POST MD, PaReq, TermUrl there.', ...sdk3D }),
    termURL: Type.String({ description: 'confirmPayment of this server, with the token.', ...sdk3D }),
  },
  { additionalProperties: false },
)
export type Secure3D = Static<typeof Secure3D>

/** The 200 answer. The seed's 14 fields in its order, then what clients saw beside them. */
export const CardsAuthAnswer = Type.Object(
  {
    id: Uuid({ description: 'Transaction id, for charge, cancel and refund.', ...seed004 }),
    accountId: Type.String(seed004),
    amount: Type.Number(seed004),
    amountBonus: Type.Number(seed004),
    currency: Type.String(seed004),
    description: Type.String(seed004),
    email: Type.String(seed004),
    invoiceID: Type.String(seed004),
    language: Type.String(seed004),
    phone: Type.String(seed004),
    reference: Type.String({
      pattern: '^([0-9]{12})?$',
      description: 'Retrieval reference number.',
      ...seed004,
    }),
    intReference: Type.String({ pattern: '^([0-9A-Z]{16})?$', ...seed004 }),
    secure3D: Type.Union([Type.Null(), Secure3D], seed004),
    cardID: Type.String({ description: 'Empty until 3-D Secure is done.', ...seed004 }),
    invoiceIdAlt: Type.Optional(Type.String(extended)),
    code: Type.Optional(Type.Integer(extended)),
    status: Type.Optional(Type.String(extended)),
    approvalCode: Type.Optional(Type.String(extended)),
    cardMask: Type.Optional(Type.String(extended)),
    issuer: Type.Optional(Type.String(extended)),
    terminal: Type.Optional(Type.String(extended)),
  },
  { additionalProperties: false },
)
export type CardsAuthAnswer = Static<typeof CardsAuthAnswer>

/** An approved charge as the API answers it, or one that waits for 3-D Secure. */
export const toCardsAuthAnswer = (
  transaction: Transaction,
  quirks: Quirks,
  secure3D: Secure3D | null = null,
): CardsAuthAnswer => {
  const { order, card } = transaction
  const documentedFields = {
    id: transaction.id,
    accountId: order.accountId,
    amount: fromTiyn(order.amount),
    amountBonus: 0,
    currency: order.currency,
    description: order.description,
    email: order.email,
    invoiceID: order.invoiceId,
    language: languageOf2020[order.language],
    phone: order.phone,
    reference: transaction.reference,
    intReference: transaction.intReference,
    secure3D,
    cardID: transaction.cardId,
  }
  if (quirks.authorizationFields === 'documented') {
    // The seed knows no status, but its newer edition tells 3-D Secure by it.
    return secure3D ? { ...documentedFields, code: 0, status: transaction.status } : documentedFields
  }
  return {
    ...documentedFields,
    invoiceIdAlt: order.invoiceIdAlt,
    code: 0,
    // AUTH or CHARGE by the stage of the terminal; 3D while the issuer asks.
    status: transaction.status,
    approvalCode: transaction.approvalCode,
    cardMask: card?.mask ?? '',
    issuer: card?.issuer ?? '',
    terminal: order.terminal,
  }
}

/** Every refusal and every decline of the API: HTTP 4xx (seed 004, "HTTP Code 4xx"). */
export const BankRefusal = Type.Object(
  {
    code: Type.Integer({ description: 'A reason code, or -1.', ...seed004 }),
    message: Type.String(seed004),
    violations: violationsField,
  },
  { additionalProperties: false },
)
export type BankRefusal = Static<typeof BankRefusal>
