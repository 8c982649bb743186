import type { CardsAuthRequest } from '../../contracts/authorization.ts'
import type { CryptopayRequest } from '../../contracts/cryptogram.ts'
import type { Order, Place } from '../../contracts/entry.ts'
import { toLanguage } from '../../contracts/language.ts'
import { toTiyn } from '../../contracts/money.ts'
import type { PaymentObject } from '../../contracts/payment.ts'

const placeOf = (payment: Partial<Place>): Place => ({
  ip: payment.ip ?? '',
  ipCity: payment.ipCity ?? '',
  ipCountry: payment.ipCountry ?? '',
  ipDistrict: payment.ipDistrict ?? '',
  ipLatitude: payment.ipLatitude ?? 0,
  ipLongitude: payment.ipLongitude ?? 0,
  ipRegion: payment.ipRegion ?? '',
})

/** A payment of either door, missing texts as empty ones: the bank's own answers know no nulls here. */
const orderOf = (payment: PaymentObject | CardsAuthRequest | CryptopayRequest, terminal: string): Order => ({
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
  place: placeOf(payment as Partial<Place>),
})

export const orderOfPage = (payment: PaymentObject): Order => orderOf(payment, payment.terminal)

/** A charge of a saved card saves no card of its own. */
export const orderOfCharge = (asked: CardsAuthRequest, ip: string): Order => {
  const order = orderOf(asked, asked.terminalId)
  return { ...order, cardSave: false, verification: false, place: { ...order.place, ip } }
}

/** A cryptogram may leave the terminal to the token. */
export const orderOfCryptogram = (asked: CryptopayRequest, tokenTerminal: string, ip: string): Order => {
  const order = orderOf(asked, asked.terminalId ?? tokenTerminal)
  return { ...order, place: { ...order.place, ip } }
}
