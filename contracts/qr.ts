import type { Static } from 'typebox'
import type { QrRecord } from './link-record.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import { wireReason } from './reason-words.ts'
import type { Transaction } from './record.ts'
import { assumed, Link, observed, Text, Type } from './schema.ts'

const client = observed('client', 'read and sent')

/** `POST payment/qr/generate`: amount, invoice and terminal come from the token. */
export const QrRequest = Type.Object({
  postLink: Link({ minLength: 1, description: 'Where the success postlink goes.', ...client }),
  failurePostLink: Type.Optional(
    Link({ description: 'Where the failure postlink goes; postLink when empty.', ...client }),
  ),
  description: Type.Optional(
    Text(125, {
      bytes: 125,
      description: 'Order description, at most 125 bytes (62 Cyrillic letters).',
      expected: 'at most 125 bytes of UTF-8',
      fix: 'shorten the text: a Cyrillic letter is two bytes',
      ...client,
    }),
  ),
  language: Type.Optional(Text(16, { description: 'rus, kaz, eng and other spellings.', ...client })),
  accountId: Type.Optional(
    Text(255, { description: "The shop's id of the customer.", strip: 'ends', ...client }),
  ),
  payerEmail: Type.Optional(Text(254, client)),
  payerPhone: Type.Optional(Text(32, client)),
})
export type QrRequest = Static<typeof QrRequest>

export const QrAnswer = Type.Object(
  {
    billNumber: Type.String({ description: 'The number of the code, digits.', ...client }),
    qrcode: Type.String({
      description: 'The text of the code: the shop draws it. The sandbox draws it too: homebank/qr.svg.',
      ...client,
    }),
    homebankLink: Type.String({
      description: "The same for a telephone with the bank's app; here it opens the sandbox's stand-in.",
      ...client,
    }),
    onlinebankLink: Type.String({ description: 'The same for a browser.', ...client }),
  },
  { additionalProperties: false },
)
export type QrAnswer = Static<typeof QrAnswer>

/** `GET qr`: without a number it is the code of the token. */
export const QrStatusQuery = Type.Object({
  billNumber: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,20}$',
      description: 'The number of the code; that of the token when absent.',
      expected: 'up to 20 digits',
      fix: 'send the billNumber of POST payment/qr/generate',
      strip: 'ends',
      ...client,
    }),
  ),
})

const sdk = observed(['ios-sdk', 'android-sdk'])
const guess = (what: string) => assumed(`the SDKs name the field; ${what}`, 'ios-sdk')

export const qrStatuses = ['NEW', 'SCANNED', 'BLOCKED', 'REJECTED', 'AUTH', 'PAID'] as const
export type QrStatus = (typeof qrStatuses)[number]

export const QrStatusAnswer = Type.Object(
  {
    qrcode: Type.String(sdk),
    status: Type.Enum([...qrStatuses], {
      description: 'AUTH and PAID are success, REJECTED is the end.',
      ...sdk,
    }),
    trType: Type.String(guess('its values are not known, it is empty')),
    secure3D: Type.Boolean({ description: 'Whether the issuer knows who paid.', ...sdk }),
    issuer: Type.String(sdk),
    issuerBankCountry: Type.String(guess('its values are not known, it is empty')),
    fee: Type.Number(sdk),
    amount: Type.Number(sdk),
    currency: Type.String(sdk),
    paymentChannel: Type.String(guess('its values are not known, it is QR')),
    errDescription: Type.String(guess('it is the reason of the last decline')),
    retCode: Type.String(guess('it is the reason code of the last attempt, empty before')),
    reference: Type.Optional(Type.String(sdk)),
    cardId: Type.Optional(Type.String(sdk)),
    cardType: Type.Optional(Type.String(sdk)),
    cardMask: Type.Optional(Type.String(sdk)),
  },
  { additionalProperties: false },
)
export type QrStatusAnswer = Static<typeof QrStatusAnswer>

const paidWith = ({ reference, cardId, card }: Transaction) => ({
  reference,
  cardId,
  cardType: card?.brand ?? '',
  cardMask: card?.mask ?? '',
})

export const toQrStatus = (
  { order }: QrRecord,
  status: QrStatus,
  { qrcode, quirks, transaction }: { qrcode: string; quirks: Quirks; transaction?: Transaction },
): QrStatusAnswer => {
  const decided = transaction?.status === '3D' ? undefined : transaction
  const declined = decided && decided.reasonCode !== 0
  return {
    qrcode,
    status,
    trType: '',
    secure3D: decided?.secure ?? false,
    issuer: decided?.card?.issuer ?? '',
    issuerBankCountry: '',
    fee: 0,
    amount: fromTiyn(order.amount),
    currency: order.currency,
    paymentChannel: 'QR',
    errDescription: declined ? wireReason(decided.reasonCode, order.language, quirks) : '',
    retCode: decided ? String(decided.reasonCode) : '',
    ...(decided && !declined ? paidWith(decided) : {}),
  }
}
