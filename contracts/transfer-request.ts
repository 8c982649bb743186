import type { Static, TSchema } from 'typebox'
import { Amount, BackLink, Currency, Flag, InvoiceId, Link, observed, Text, Uuid } from './schema.ts'
import { Type } from './type.ts'

const sdk = observed(['ios-sdk', 'android-sdk'])

const nothing = <S extends TSchema>(schema: S) => Type.Optional(schema)

const shared = {
  save: nothing(Flag(sdk)),
  id: nothing(Text(64, { description: 'The id of a saved card, in place of cardCred.', ...sdk })),
  cardCred: nothing(
    Text(4096, {
      description: 'The number of the card, or a cryptogram as in payment/cryptopay (assumed).',
      expected: 'a card number, or base64 text of the encrypted card',
      secret: true,
      ...sdk,
    }),
  ),
  transferType: nothing(Text(32, { description: 'TYPEPAN when left out.', ...sdk })),
  name: nothing(Text(128, sdk)),
  address: nothing(Text(255, sdk)),
}

const ends = { strip: 'ends', ...sdk } as const

const senderFields = {
  ...shared,
  cvc: nothing(Text(4, { secret: true, ...sdk })),
  // The SDKs leave both empty beside the id of a saved card.
  expire: nothing(
    Type.Object(
      {
        month: Type.String({ pattern: '^(0?[1-9]|1[0-2])?$', expected: 'a month, 1 to 12', ...ends }),
        year: Type.String({
          pattern: '^([0-9]{2}|[0-9]{4})?$',
          expected: 'a year such as 27 or 2027',
          ...ends,
        }),
      },
      { expected: 'an object {"month", "year"}', ...sdk },
    ),
  ),
}

const receiverFields = {
  ...shared,
  firstName: nothing(Text(64, sdk)),
  lastName: nothing(Text(64, sdk)),
  city: nothing(Text(64, sdk)),
  country: nothing(Text(64, sdk)),
  docNumber: nothing(Text(32, sdk)),
  phone: nothing(Text(32, sdk)),
  iin: nothing(
    Text(12, {
      pattern: '^([0-9]{12})?$',
      expected: '12 digits',
      description: 'A personal number.',
      secret: true,
      ...ends,
    }),
  ),
}

const anyCard = { expected: 'an object with cardCred or id', ...sdk }
const thisCard = { atLeastOneOf: ['cardCred', 'id'], ...anyCard }

const order = Type.Object(
  {
    id: InvoiceId(sdk),
    amount: Amount(sdk),
    currency: Currency(sdk),
    terminalId: Uuid(sdk),
    description: nothing(Text(125, sdk)),
    senderEmail: nothing(Text(254, sdk)),
    foreign: nothing(Flag(sdk)),
    backLink: nothing(BackLink(sdk)),
    failureBackLink: nothing(BackLink(sdk)),
    postLink: nothing(Link(sdk)),
    failurePostLink: nothing(Link(sdk)),
    accountId: nothing(Text(255, sdk)),
  },
  { expected: 'an object with id, amount, currency and terminalId', ...sdk },
)

/** The body of p2p/transfer: money goes from a card to a card. */
export const TransferRequest = Type.Object({
  order,
  card: Type.Object(
    { sender: Type.Object(senderFields, thisCard), receiver: Type.Object(receiverFields, thisCard) },
    { expected: 'an object with sender and receiver', ...sdk },
  ),
})

/** The body of chdebit/transfer: what is said of a receiver is not read. */
export const DebitRequest = Type.Object({
  order,
  card: Type.Object(
    {
      sender: Type.Object(senderFields, thisCard),
      receiver: nothing(Type.Object(receiverFields, anyCard)),
    },
    { expected: 'an object with sender', ...sdk },
  ),
})

/** The body of chpayment/transfer: what is said of a sender is not read. */
export const PayoutRequest = Type.Object({
  order,
  card: Type.Object(
    {
      sender: nothing(Type.Object(senderFields, anyCard)),
      receiver: Type.Object(receiverFields, thisCard),
    },
    { expected: 'an object with receiver', ...sdk },
  ),
})
export type TransferRequest = Static<typeof TransferRequest | typeof DebitRequest | typeof PayoutRequest>
