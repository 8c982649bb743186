import type { Static } from 'typebox'
import { cardPart } from './bonus.ts'
import { issuerOf2020, maskOf2020 } from './card.ts'
import { languageOf2020, languageOf2025 } from './language.ts'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import { wireReason } from './reason-words.ts'
import type { Transaction } from './record.ts'
import { assumed, documented, observed, Type, Uuid, uuidPattern } from './schema.ts'
import { bankTime } from './time.ts'

const form2025 = documented('saving-a-card', 'postlink samples of 2025')
const form2020 = documented('payment-page', 'postlink samples of 2020')

const only2020 = assumed('the form of 2020 has it; whether that of 2025 does is not known', 'payment-page')

const cardIdPattern = `^(${uuidPattern.slice(1, -1)})?$`

const withBonus = {
  description: 'What bonuses paid, when they paid anything; the price is amount and amount_bonus.',
  ...observed('client', 'price 50, amount 15, amount_bonus 35'),
}

const common = {
  amount: Type.Number({ minimum: 0, ...form2025 }),
  cardMask: Type.String({
    pattern: '^([0-9]{4,6}[.]{3}[0-9]{4})?$',
    description: 'First and last digits; empty on failure.',
    ...form2025,
  }),
  cardType: Type.String(form2025),
  code: Type.Union([Type.Literal('ok'), Type.Literal('error')], form2025),
  currency: Type.String(form2025),
  dateTime: Type.String({
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?[+]0[56]:00$',
    description: 'RFC 3339, the time of Kazakhstan, up to nine digits of a second.',
    ...form2025,
  }),
  description: Type.String(form2025),
  email: Type.String(form2025),
  id: Uuid({ description: 'Transaction id.', ...form2025 }),
  invoiceId: Type.String({ pattern: '^[0-9A-Za-z_-]{1,64}$', ...form2025 }),
  ip: Type.String(form2025),
  ipCity: Type.String(form2025),
  ipCountry: Type.String(form2025),
  ipDistrict: Type.String(form2025),
  ipLatitude: Type.Number({ minimum: -90, maximum: 90, ...form2025 }),
  ipLongitude: Type.Number({ minimum: -180, maximum: 180, ...form2025 }),
  ipRegion: Type.String(form2025),
  issuer: Type.String(form2025),
  language: Type.String(form2025),
  name: Type.String(form2025),
  phone: Type.String(form2025),
  reason: Type.String(form2025),
  reasonCode: Type.Integer({ description: 'A number here, a string in the status.', ...form2025 }),
  reference: Type.String({ pattern: '^([0-9]{12})?$', description: 'RRN; empty on failure.', ...form2025 }),
  secure: Type.Union([Type.Literal('yes'), Type.Literal('no')], form2025),
  terminal: Uuid({ description: 'The UUID, unlike the status.', ...form2025 }),
}

/** The 2025 form. Keys go out in alphabetical order, as a marshalled map prints them. */
export const Postlink2025 = Type.Object(
  {
    ...common,
    acountId: Type.Optional(
      Type.String(documented('saving-a-card', 'success sample; see the quirk acountId')),
    ),
    accountId: Type.Optional(Type.String(form2025)),
    approvalCode: Type.String(form2025),
    cardId: Type.String({ pattern: cardIdPattern, description: 'Empty on failure.', ...form2025 }),
    secret_hash: Type.Optional(Type.String(form2025)),
    secureDetails: Type.String(form2025),
    data: Type.Optional(Type.String(observed('clients-2', 'echoed verbatim'))),
    invoiceIdAlt: Type.Optional(Type.String(only2020)),
    tokenRecipient: Type.Optional(Type.String(only2020)),
    amount_bonus: Type.Optional(Type.Number(withBonus)),
  },
  {
    additionalProperties: false,
    allOf: [{ anyOf: [{ required: ['accountId'] }, { required: ['acountId'] }] }],
  },
)
export type Postlink2025 = Static<typeof Postlink2025>

/** The 2020 form: another order, shorter masks, no approval code, `cardId` on success only. */
export const Postlink2020 = Type.Object(
  {
    ...common,
    accountId: Type.String(form2020),
    invoiceIdAlt: Type.String(form2020),
    tokenRecipient: Type.String(form2020),
    cardId: Type.Optional(Type.String({ pattern: cardIdPattern, ...form2020 })),
    data: Type.Optional(Type.String(observed('clients-2', 'echoed verbatim'))),
    secret_hash: Type.Optional(Type.String(observed(['clients-5'], 'only when the token carried one'))),
    amount_bonus: Type.Optional(Type.Number(withBonus)),
  },
  { additionalProperties: false },
)
export type Postlink2020 = Static<typeof Postlink2020>

export type PostlinkBody = Postlink2025 | Postlink2020

const isOk = (transaction: Transaction) => transaction.reasonCode === 0

const customerId = (transaction: Transaction, quirks: Quirks) => {
  const id = transaction.order.accountId
  if (!isOk(transaction) || quirks.acountId === 'accountId') return { accountId: id }
  return quirks.acountId === 'acountId' ? { acountId: id } : { accountId: id, acountId: id }
}

/** Written otherwise than in the status; no sample of a payment without bonuses has it. */
const bonusField = ({ bonus }: Transaction) => (bonus ? { amount_bonus: fromTiyn(bonus) } : {})

const sendsSecret = ({ secretHashInPostlink }: Quirks) => secretHashInPostlink !== 'no'

// Keys in alphabetical order. The printed failure leaves the card's fields empty, the issuer excepted.
const to2025 = (transaction: Transaction, quirks: Quirks): Postlink2025 => {
  const { order, card } = transaction
  const { ip, ipCity, ipCountry, ipDistrict, ipLatitude, ipLongitude, ipRegion } = order.place
  const ok = isOk(transaction)
  return {
    ...customerId(transaction, quirks),
    amount: fromTiyn(cardPart(transaction)),
    ...bonusField(transaction),
    approvalCode: transaction.approvalCode,
    cardId: ok ? transaction.cardId : '',
    cardMask: ok ? (card?.mask ?? '') : '',
    cardType: ok ? (card?.brand ?? '') : '',
    code: ok ? 'ok' : 'error',
    currency: order.currency,
    ...(order.data ? { data: order.data } : {}),
    dateTime: bankTime(transaction.at, transaction.nanos),
    description: order.description,
    email: order.email,
    id: transaction.id,
    invoiceId: order.invoiceId,
    ...(order.invoiceIdAlt ? { invoiceIdAlt: order.invoiceIdAlt } : {}),
    ip,
    ipCity,
    ipCountry,
    ipDistrict,
    ipLatitude,
    ipLongitude,
    ipRegion,
    issuer: card?.issuer ?? '',
    language: languageOf2025[order.language],
    name: order.name,
    phone: order.phone,
    reason: ok ? 'success' : wireReason(transaction.reasonCode, order.language, quirks),
    reasonCode: transaction.reasonCode,
    reference: transaction.reference,
    ...(sendsSecret(quirks) ? { secret_hash: transaction.secretHash } : {}),
    secure: transaction.secure ? 'yes' : 'no',
    secureDetails: transaction.secureDetails,
    terminal: order.terminal,
  }
}

const to2020 = (transaction: Transaction, quirks: Quirks): Postlink2020 => {
  const { order, card } = transaction
  const { ip, ipCountry, ipCity, ipRegion, ipDistrict, ipLongitude, ipLatitude } = order.place
  const ok = isOk(transaction)
  return {
    id: transaction.id,
    dateTime: bankTime(transaction.at, transaction.nanos),
    invoiceId: order.invoiceId,
    invoiceIdAlt: order.invoiceIdAlt,
    amount: fromTiyn(cardPart(transaction)),
    currency: order.currency,
    terminal: order.terminal,
    accountId: order.accountId,
    description: order.description,
    language: languageOf2020[order.language],
    cardMask: card ? maskOf2020(card.mask) : '',
    cardType: '',
    issuer: issuerOf2020(card?.issuer ?? ''),
    reference: transaction.reference,
    secure: transaction.secure ? 'yes' : 'no',
    tokenRecipient: '',
    code: ok ? 'ok' : 'error',
    reason: ok ? '' : wireReason(transaction.reasonCode, order.language, quirks),
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
    ...(ok ? { cardId: transaction.cardId } : {}),
    ...(order.data ? { data: order.data } : {}),
    ...bonusField(transaction),
    ...(transaction.secretHash && sendsSecret(quirks) ? { secret_hash: transaction.secretHash } : {}),
  }
}

/** The outcome of a transaction as the merchant is told it, keys in the order they go out. */
export const toPostlink = (transaction: Transaction, quirks: Quirks): PostlinkBody =>
  quirks.postlinkForm === '2020' ? to2020(transaction, quirks) : to2025(transaction, quirks)
