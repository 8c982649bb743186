import type { Static } from 'typebox'
import { cardPart } from './bonus.ts'
import { languageOf2020 } from './language.ts'
import type { Terminal } from './merchant.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import { wireReason } from './reason-words.ts'
import type { Transaction } from './record.ts'
import { assumed, documented, observed, Type, Uuid } from './schema.ts'
import { type StatusName, statusNames } from './status-name.ts'
import { bankTime } from './time.ts'

/** Strings, not numbers, as the page prints them and clients compare them. */
export const resultCodes = {
  ok: '100',
  rejected: '101',
  invoiceNotFound: '102',
  error: '103',
  tokenWithoutTerminal: '104',
  wrongTerminal: '106',
  inProgress: '107',
  foreignTerminal: '109',
} as const

const core5 = documented('status-page')
const seen = observed('clients-5', 'newer answers')

export const StatusTransaction = Type.Object(
  {
    id: Uuid(core5),
    createdDate: Type.String({ description: 'RFC 3339, the time of Kazakhstan.', ...core5 }),
    invoiceID: Type.String(core5),
    amount: Type.Number({
      description: 'Main units. After a partial charge or refund: what is left (assumed).',
      ...core5,
    }),
    amountBonus: Type.Number({
      description: 'What bonuses paid; the price is amount and amountBonus.',
      ...core5,
    }),
    payoutAmount: Type.Number({
      description: 'What was refunded so far, or what was paid out: the quirk payoutAmount.',
      ...core5,
    }),
    orgAmount: Type.Number({ description: 'The amount first authorised.', ...seen }),
    approvalCode: Type.String(seen),
    data: Type.String(seen),
    currency: Type.String(core5),
    terminal: Type.String({ description: 'The short number, unlike the postlink.', ...core5 }),
    terminalID: Uuid(seen),
    accountID: Type.String(core5),
    description: Type.String(core5),
    language: Type.String(core5),
    cardMask: Type.String(core5),
    cardType: Type.String(core5),
    issuer: Type.String(core5),
    reference: Type.String(core5),
    reason: Type.String(seen),
    reasonCode: Type.String({
      description: 'A string here, a number in the postlink; of a success by the quirk reasonCodeText.',
      ...seen,
    }),
    intReference: Type.String(core5),
    secure: Type.Boolean({ description: 'A boolean here, yes/no in the postlink.', ...core5 }),
    secureDetails: Type.String(seen),
    statusID: Uuid(assumed('one UUID per status name; the table of the bank is not published')),
    statusName: Type.Enum([...statusNames], core5),
    name: Type.String(core5),
    email: Type.String(core5),
    phone: Type.String(core5),
    cardID: Type.String(core5),
    xlsRRN: Type.String(seen),
    ip: Type.String(seen),
    ipCountry: Type.String(seen),
    ipCity: Type.String(seen),
    ipRegion: Type.String(seen),
    ipDistrict: Type.String(seen),
    ipLatitude: Type.Number(seen),
    ipLongitude: Type.Number(seen),
  },
  { additionalProperties: false },
)
export type StatusTransaction = Static<typeof StatusTransaction>

/** Always HTTP 200, also when the invoice is unknown: clients throw on anything else. */
export const StatusAnswer = Type.Object(
  {
    resultCode: Type.String(core5),
    resultMessage: Type.String(core5),
    transaction: Type.Union([StatusTransaction, Type.Null()], core5),
  },
  { additionalProperties: false },
)
export type StatusAnswer = Static<typeof StatusAnswer>

/** The bank's own table of status ids is not published; these only tell statuses apart. */
const statusId = (name: StatusName) =>
  `5bbb7dd5-4691-41ee-a6a5-${String(statusNames.indexOf(name)).padStart(12, '0')}`

/** A transaction as check-status prints it. */
export const toStatus = (transaction: Transaction, terminal: Terminal, quirks: Quirks): StatusTransaction => {
  const { order, card } = transaction
  const ok = transaction.reasonCode === 0
  return {
    id: transaction.id,
    createdDate: bankTime(transaction.at, transaction.nanos),
    invoiceID: order.invoiceId,
    amount: fromTiyn(transaction.amount),
    amountBonus: fromTiyn(transaction.bonus ?? 0),
    payoutAmount: fromTiyn(
      quirks.payoutAmount === 'settled' ? (transaction.settled?.payout ?? 0) : transaction.refunded,
    ),
    orgAmount: fromTiyn(cardPart(transaction)),
    approvalCode: transaction.approvalCode,
    data: order.data,
    currency: order.currency,
    terminal: terminal.number,
    terminalID: terminal.id,
    accountID: order.accountId,
    description: order.description,
    language: languageOf2020[order.language],
    cardMask: card?.mask ?? '',
    cardType: card?.brand ?? '',
    issuer: card?.issuer ?? '',
    reference: transaction.reference,
    reason: ok ? 'Successfully' : wireReason(transaction.reasonCode, order.language, quirks),
    reasonCode: ok ? (quirks.reasonCodeText ?? '00') : String(transaction.reasonCode),
    intReference: transaction.intReference,
    secure: transaction.secure,
    secureDetails: transaction.secureDetails,
    statusID: statusId(transaction.status),
    statusName: transaction.status,
    name: order.name || transaction.holder,
    email: order.email,
    phone: order.phone,
    cardID: transaction.cardId,
    xlsRRN: transaction.reference,
    ...order.place,
  }
}
