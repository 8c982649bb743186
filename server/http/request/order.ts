import type { CardsAuthRequest } from '../../../contracts/authorization.ts'
import type { CabinetPayment } from '../../../contracts/cabinet.ts'
import type { CryptopayRequest } from '../../../contracts/cryptogram.ts'
import type { Order, Place } from '../../../contracts/entry.ts'
import type { InstalmentRequest } from '../../../contracts/instalment.ts'
import type { InvoiceLinkRequest } from '../../../contracts/invoice-link.ts'
import { toLanguage } from '../../../contracts/language.ts'
import { toTiyn } from '../../../contracts/money.ts'
import type { PaymentObject } from '../../../contracts/payment.ts'
import type { QrRequest } from '../../../contracts/qr.ts'
import type { TransferRequest } from '../../../contracts/transfer-request.ts'

const placeOf = (payment: Partial<Place>, ip = payment.ip ?? ''): Place => ({
  ip,
  ipCity: payment.ipCity ?? '',
  ipCountry: payment.ipCountry ?? '',
  ipDistrict: payment.ipDistrict ?? '',
  ipLatitude: payment.ipLatitude ?? 0,
  ipLongitude: payment.ipLongitude ?? 0,
  ipRegion: payment.ipRegion ?? '',
})

/** A payment of either door, missing texts as empty ones: the bank's own answers know no nulls here. */
const orderOf = (
  payment: PaymentObject | CardsAuthRequest | CryptopayRequest,
  terminal: string,
  ip?: string,
): Order => ({
  invoiceId: payment.invoiceId,
  invoiceIdAlt: payment.invoiceIdAlt ?? '',
  terminal: terminal.toLowerCase(),
  // The schema has refused amounts that are no whole number of tiyn.
  amount: toTiyn(payment.amount) ?? 0,
  currency: payment.currency,
  description: payment.description ?? '',
  accountId: payment.accountId ?? '',
  language: toLanguage(payment.language),
  data: payment.data ?? '',
  name: payment.name ?? '',
  email: payment.email ?? '',
  phone: payment.phone ?? '',
  backLink: payment.backLink ?? '',
  failureBackLink: payment.failureBackLink ?? '',
  postLink: payment.postLink ?? '',
  failurePostLink: payment.failurePostLink ?? '',
  cardSave: payment.cardSave ?? false,
  verification: payment.paymentType?.toLowerCase() === 'cardverification',
  autoRedirect: 'autoRedirect' in payment && payment.autoRedirect === true,
  ...('useBonus' in payment && payment.useBonus ? { useBonus: true } : {}),
  ...('secret_hash' in payment && payment.secret_hash ? { secretHash: payment.secret_hash } : {}),
  place: placeOf(payment as Partial<Place>, ip),
})

export const orderOfPage = (payment: PaymentObject): Order => orderOf(payment, payment.terminal)

/** A charge of a saved card saves no card of its own. */
export const orderOfCharge = (asked: CardsAuthRequest, ip: string): Order => {
  const order = orderOf(asked, asked.terminalId, ip)
  return { ...order, cardSave: false, verification: false }
}

/** A cryptogram may leave the terminal to the token. */
export const orderOfCryptogram = (asked: CryptopayRequest, tokenTerminal: string, ip: string): Order =>
  orderOf(asked, asked.terminalId ?? tokenTerminal, ip)

/** Anyone who gets the link is who pays; the shop's terminal is found later. */
export const orderOfLink = (asked: InvoiceLinkRequest): Order => {
  const { invoice_id: invoiceId, amount, currency, language, description = '', data } = asked
  const payment = {
    ...{ invoiceId, amount, currency, language, description, data },
    invoiceIdAlt: asked.invoice_alt,
    accountId: asked.account_id,
    email: asked.recipient_contact,
    phone: asked.recipient_contact_sms?.replace('+', ''),
    backLink: asked.back_link ?? '',
    failureBackLink: asked.failure_back_link,
    postLink: asked.post_link,
    failurePostLink: asked.failure_post_link,
    cardSave: asked.card_save,
  }
  return orderOf({ ...payment, terminal: '', auth: '' }, '')
}

/** A transfer's order, in the words of the SDKs. */
export const orderOfTransfer = (asked: TransferRequest['order'], ip: string): Order => {
  const { id: invoiceId, terminalId, senderEmail: email, backLink = '', description = '', ...rest } = asked
  return orderOf(
    { ...rest, invoiceId, email, backLink, description, terminal: terminalId, auth: '' },
    terminalId,
    ip,
  )
}

/** A purchase in instalments says little: the token has currency and terminal. */
export const orderOfInstalment = (
  asked: InstalmentRequest,
  token: { currency?: string; terminal?: string } | undefined,
  ip: string,
): Order => {
  const { orderId: invoiceId, amount, terminalId } = asked
  const terminal = terminalId ?? token?.terminal ?? ''
  const currency = token?.currency ?? 'KZT'
  return orderOf(
    { invoiceId, amount, currency, terminal, description: '', backLink: '', auth: '' },
    terminal,
    ip,
  )
}

/** Taken in the cabinet: nobody is told, and nobody returns anywhere. */
export const orderInCabinet = (asked: CabinetPayment): Order => {
  const { terminal = '', currency = 'KZT', invoiceId = '', description = '', ...rest } = asked
  const nowhere = { backLink: '', failureBackLink: '', postLink: '', failurePostLink: '' }
  return orderOf({ ...rest, ...nowhere, terminal, currency, invoiceId, description, auth: '' }, terminal)
}

/** What the token does not say of a code's order. */
export const wishOfQr = (asked: QrRequest) => {
  const { description = '', payerEmail: email, payerPhone: phone, ...given } = asked
  const payment = { ...given, description, email, phone, backLink: '', terminal: '', auth: '' }
  const order = orderOf({ ...payment, invoiceId: '', amount: 0, currency: '' }, '')
  const { invoiceId: _i, terminal: _t, amount: _a, currency: _c, ...wish } = order
  return wish
}
