import type { Static } from 'typebox'
import { cardPart } from './bonus.ts'
import { languageOf2020 } from './language.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import type { Transaction } from './record.ts'
import {
  Amount,
  BackLink,
  Currency,
  documented,
  Flag,
  InvoiceId,
  Link,
  observed,
  Text,
  Type,
  Uuid,
} from './schema.ts'
import { violationsField } from './violation.ts'

const known = documented('saved-card-payment')

/** The body of `POST payments/cards/auth`: a charge of a saved card, without the buyer. */
export const CardsAuthRequest = Type.Object({
  amount: Amount(),
  currency: Currency(),
  name: Type.Optional(Text(128, known)),
  terminalId: Uuid({ description: 'The point of sale.', aliases: ['terminal'], ...known }),
  invoiceId: InvoiceId(),
  invoiceIdAlt: Type.Optional(InvoiceId(observed('clients-2'))),
  description: Text(125, {
    minLength: 1,
    bytes: 125,
    expected: 'text of at most 125 bytes of UTF-8',
    fix: 'shorten the text: a Cyrillic letter is two bytes',
    ...documented('saved-card-payment', 'required there; clients leave it out'),
  }),
  accountId: Type.Optional(Text(255, { strip: 'ends', ...known })),
  email: Type.Optional(Text(254, known)),
  phone: Type.Optional(Text(32, known)),
  backLink: BackLink({
    ...{ minLength: 1, expected: 'an absolute http or https URL' },
    ...documented('saved-card-payment', 'required there; clients send it empty'),
  }),
  failureBackLink: Type.Optional(BackLink(known)),
  postLink: Link({
    ...{ minLength: 1, expected: 'an absolute http or https URL' },
    ...documented('saved-card-payment', 'required there; clients send it empty'),
  }),
  failurePostLink: Type.Optional(Link(known)),
  language: Type.Optional(Text(16, known)),
  paymentType: Type.String({
    pattern: '^[Cc][Aa][Rr][Dd][Ii][Dd]$',
    expected: 'cardId',
    fix: 'send paymentType: "cardId"',
    strip: 'ends',
    ...known,
  }),
  cardId: Type.Object(
    { id: Uuid({ description: 'A cardId from an earlier postlink.', ...known }) },
    { expected: 'an object {"id": "<cardId>"}', ...known },
  ),
  data: Type.Optional(Text(8192, observed('clients-2'))),
  recurrent: Type.Optional(Flag(observed('clients-2'))),
  cardSave: Type.Optional(Flag(observed('clients-2'))),
})
export type CardsAuthRequest = Static<typeof CardsAuthRequest>

const extended = observed(
  ['saved-card-payment', 'ios-sdk', 'clients-3'],
  'newer answers; only with the quirk authorizationFields: extended',
)

const sdk3D = observed(['ios-sdk', 'android-sdk'])

/** Where to send the browser when the issuer wants to know who pays. `MD` repeats `md` for Android (§3.4). */
export const Secure3D = Type.Object(
  {
    paReq: Type.String(sdk3D),
    md: Type.String(sdk3D),
    MD: Type.String(observed('android-sdk', 'reads MD')),
    action: Type.String({ description: 'The page of the issuer: POST MD, PaReq, TermUrl there.', ...sdk3D }),
    termURL: Type.String({ description: 'confirmPayment of this server, with the token.', ...sdk3D }),
  },
  { additionalProperties: false },
)
export type Secure3D = Static<typeof Secure3D>

/** The 200 answer. The 14 fields of the documented page in its order, then what clients saw beside them. */
export const CardsAuthAnswer = Type.Object(
  {
    id: Uuid({ description: 'Transaction id, for charge, cancel and refund.', ...known }),
    accountId: Type.String(known),
    amount: Type.Number(known),
    amountBonus: Type.Number(known),
    currency: Type.String(known),
    description: Type.String(known),
    email: Type.String(known),
    invoiceID: Type.String(known),
    language: Type.String(known),
    phone: Type.String(known),
    reference: Type.String({
      pattern: '^([0-9]{12})?$',
      description: 'Retrieval reference number.',
      ...known,
    }),
    intReference: Type.String({ pattern: '^([0-9A-Z]{16})?$', ...known }),
    secure3D: Type.Union([Type.Null(), Secure3D], known),
    cardID: Type.String({ description: 'Empty until 3-D Secure is done.', ...known }),
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
    amount: fromTiyn(cardPart(transaction)),
    amountBonus: fromTiyn(transaction.bonus ?? 0),
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
    // The older page knows no status; its newer edition tells 3-D Secure by it.
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

/** Every refusal and every decline of the API: "HTTP Code 4xx" on the page of saved cards. */
export const BankRefusal = Type.Object(
  {
    code: Type.Integer({ description: 'A reason code, or -1.', ...known }),
    message: Type.String(known),
    violations: violationsField,
  },
  { additionalProperties: false },
)
export type BankRefusal = Static<typeof BankRefusal>
