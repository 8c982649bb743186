import type { Static } from 'typebox'
import type { Terminal } from './merchant.ts'
import type { SavedCard } from './record.ts'
import { documented, observed, Type } from './schema.ts'
import { bankTime } from './time.ts'

const page = documented('saved-cards-page')

/** A row of `GET cards/{accountId}`: Pascal case, unlike everything else. */
export const CardRow = Type.Object(
  {
    ID: Type.String({ description: 'The cardId to pay with.', ...page }),
    TransactionId: Type.String(page),
    MerchantID: Type.String(page),
    CardHash: Type.String(page),
    CardMask: Type.String(page),
    PayerName: Type.String(page),
    Reference: Type.String(page),
    IntReference: Type.String(page),
    Token: Type.String(page),
    Terminal: Type.String(page),
    CreatedDate: Type.String(page),
    PaymentAvailable: Type.Boolean(page),
    AccountID: Type.String(page),
  },
  { additionalProperties: false },
)
export type CardRow = Static<typeof CardRow>

const none = observed('clients-2', 'code 1373')

/** An account without cards is 200 with an object, as clients saw. */
export const CardList = Type.Union([
  Type.Array(CardRow),
  Type.Object({ code: Type.Integer(none), message: Type.String(none) }, { additionalProperties: false }),
])

export const DeactivateAnswer = Type.Object({ status: Type.String(page) }, { additionalProperties: false })

export const toCardRow = (card: SavedCard, terminal: Terminal | undefined): CardRow => ({
  ID: card.id,
  TransactionId: card.transaction,
  MerchantID: terminal?.id ?? '',
  CardHash: card.hash.repeat(2).slice(0, 64),
  CardMask: card.mask,
  PayerName: card.holder,
  Reference: card.reference,
  IntReference: card.intReference,
  Token: card.hash.slice(0, 32),
  Terminal: terminal?.number ?? '',
  CreatedDate: bankTime(card.savedAt),
  PaymentAvailable: true,
  AccountID: card.accountId,
})
