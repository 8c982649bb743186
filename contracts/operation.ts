import type { Static } from 'typebox'
import { issuerOf2020 } from './card.ts'
import { languageOf2020 } from './language.ts'
import type { Terminal } from './merchant.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import { wireReason } from './reason-words.ts'
import type { Transaction } from './record.ts'
import { Amount, documented, observed, Text, Type } from './schema.ts'
import { bankTime } from './time.ts'

/** Body or query of charge, cancel and refund: nothing, or an amount; both unequal is refused. */
export const OperationRequest = Type.Object({
  amount: Type.Optional(
    Amount({
      description: 'A part of the payment, in main units; the whole of it when absent.',
      ...documented(['charge-page', 'refund-page']),
    }),
  ),
  externalID: Type.Optional(
    Text(64, {
      description: "The shop's own number of the refund.",
      ...documented('refund-page'),
    }),
  ),
})
export type OperationRequest = Static<typeof OperationRequest>

/** Charge, cancel and refund answer 200 with nothing at all, as clients saw. */
export const EmptyAnswer = Type.Null(observed('clients-3', 'an empty body'))

const old = documented('old-status-page')

/** `GET operation/{invoiceId}`: the older status, flat and shaped like a postlink. */
export const LegacyStatus = Type.Object(
  {
    id: Type.String(old),
    dateTime: Type.String(old),
    invoiceId: Type.String(old),
    amount: Type.Number(old),
    currency: Type.String(old),
    terminal: Type.String({ description: 'The short number.', ...old }),
    accountId: Type.String(old),
    description: Type.String(old),
    language: Type.String(old),
    cardMask: Type.String(old),
    cardType: Type.String(old),
    issuer: Type.String(old),
    reference: Type.String(old),
    secure: Type.String({ description: '"true" or "false", a string here.', ...old }),
    code: Type.String({ description: 'The status name.', ...old }),
    reason: Type.String(old),
    reasonCode: Type.Integer(old),
    name: Type.String(old),
    email: Type.String(old),
    phone: Type.String(old),
    ip: Type.String(old),
    ipCountry: Type.String(old),
    ipCity: Type.String(old),
    ipRegion: Type.String(old),
    ipDistrict: Type.String(old),
    ipLongitude: Type.Number(old),
    ipLatitude: Type.Number(old),
    cardId: Type.String(old),
  },
  { additionalProperties: false },
)
export type LegacyStatus = Static<typeof LegacyStatus>

export const toLegacyStatus = (
  transaction: Transaction,
  terminal: Terminal,
  quirks: Quirks,
): LegacyStatus => {
  const { order, card } = transaction
  const { ip, ipCountry, ipCity, ipRegion, ipDistrict, ipLongitude, ipLatitude } = order.place
  return {
    id: transaction.id,
    dateTime: bankTime(transaction.at, transaction.nanos),
    invoiceId: order.invoiceId,
    amount: fromTiyn(transaction.amount),
    currency: order.currency,
    terminal: terminal.number,
    accountId: order.accountId,
    description: order.description,
    language: languageOf2020[order.language],
    cardMask: card?.mask ?? '',
    cardType: card?.brand ?? '',
    issuer: issuerOf2020(card?.issuer ?? ''),
    reference: transaction.reference,
    secure: String(transaction.secure),
    code: transaction.status,
    reason:
      transaction.reasonCode === 0
        ? 'Successfully'
        : wireReason(transaction.reasonCode, order.language, quirks),
    reasonCode: transaction.reasonCode,
    name: order.name || transaction.holder,
    email: order.email,
    phone: order.phone,
    ip,
    ipCountry,
    ipCity,
    ipRegion,
    ipDistrict,
    ipLongitude,
    ipLatitude,
    cardId: transaction.cardId,
  }
}
