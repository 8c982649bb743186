import type { SourceKey } from './sources.ts'

/**
 * The samples of three pages of the bank as data: field names, order, letter case, types and values as
 * printed, stray spaces included. A comment inside a sample and a missing comma are not part of it.
 */

const longScope = 'webapi usermanagement email_send verification statement statistics payment'
const merchant = {
  client_id: 'test',
  client_secret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
  invoiceID: '000000001',
}
const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
const noLinks = { postLink: '', failurePostLink: '' }

export interface TokenSample {
  source: SourceKey
  request: Record<string, string>
  answer: Record<string, unknown>
}

const tokenSample = (source: SourceKey, scope: string, amount: string, currency: string): TokenSample => ({
  source,
  request: { grant_type: 'client_credentials', scope, ...merchant, amount, currency, terminal, ...noLinks },
  answer: {
    access_token: 'DCEB8O_ZM5U7SO_T_U5EJQ',
    expires_in: 7200,
    refresh_token: '',
    scope,
    token_type: 'Bearer',
  },
})

export const tokenSamples = {
  savingACard: tokenSample('saving-a-card', longScope, '0', 'USD'),
  paymentPage: tokenSample('payment-page', ` ${longScope}`, '100', 'KZT'),
  savedCardPayment: tokenSample('saved-card-payment', longScope, '100', 'KZT'),
}

/** Saving a card, halyk.cardverification(). */
export const verificationObject = {
  InvoiceID: '000000001',
  backLink: 'https://example.kz/success.html ',
  failureBackLink: 'https://example.kz/failure.html ',
  postLink: 'https://example.kz /',
  language: 'rus',
  description: 'Card registration',
  AccountId: 'testuser1',
  terminal,
  amount: 0,
  currency: 'USD',
  cardSave: true,
  PaymentType: 'cardVerification',
}

/** Payment page, halyk.pay(). */
export const payObject = {
  invoiceId: '000000001',
  invoiceIdAlt: '8564546',
  backLink: 'https://example.kz/success.html',
  failureBackLink: 'https://example.kz/failure.html',
  postLink: 'https://example.kz/',
  failurePostLink: 'https://example.kz/order/1123/fail',
  language: 'rus',
  description: 'Интернет дүкенде төлеу ',
  accountId: 'testuser1',
  terminal,
  amount: 100,
  data: '{"statement":{"name":"Arman Ali","invoiceID":"80000016"}}',
  currency: 'KZT',
  phone: '77777777777',
  name: 'Arman Ali',
  email: 'example@example.com',
  cardSave: true,
}

/** Payment with a saved card, payments/cards/auth. */
export const chargeRequest = {
  amount: 100,
  currency: 'KZT',
  name: 'TEST TEST',
  terminalId: terminal,
  invoiceId: '10101112',
  description: 'test',
  accountId: 'uuid000001',
  email: 'buyer@example.com',
  phone: '77770000000',
  backLink: 'https://testmerchant/order/1123',
  failureBackLink: 'https://testmerchant/order/1123/fail',
  postLink: 'https://testmerchant/order/1123',
  failurePostLink: 'https://testmerchant/order/1123/fail',
  language: 'rus',
  paymentType: 'cardId',
  cardId: { id: 'e7e2587f-de26-4f41-ae1f-80c1fea31728' },
}

export const chargeAnswer = {
  id: '75890cc5-157a-4cce-9624-16b227c2b9ec',
  accountId: '',
  amount: 100,
  amountBonus: 0,
  currency: 'KZT',
  description: 'payment',
  email: 'test@example.com',
  invoiceID: '9999999',
  language: 'RU',
  phone: '77777777777',
  reference: '099467918563',
  intReference: 'C3B673466V9600X3',
  secure3D: null,
  cardID: '22f2c5db-64d8-475f-8066-af3de3dc8233',
}

export const chargeRefusal = { code: -1, message: 'error message' }

/** Saving a card, "Response in an event of success". */
export const success2025 = {
  acountId: '9398101000014416472',
  amount: 800,
  approvalCode: '178644',
  cardId: '2cd0fb54-9855-14a6-e063-1b01010a84c4',
  cardMask: '440043...0128',
  cardType: 'VISA',
  code: 'ok',
  currency: 'KZT',
  dateTime: '2025-02-12T09:42:51.960781107+05:00',
  description: 'ONAY!',
  email: '',
  id: 'a1bd0589-3ac9-4a2e-a31d-67a33f453a2b',
  invoiceId: '33456850',
  ip: '203.0.113.10',
  ipCity: '',
  ipCountry: '',
  ipDistrict: '',
  ipLatitude: 0,
  ipLongitude: 0,
  ipRegion: '',
  issuer: 'JSC KASPI BANK',
  language: 'RUS',
  name: '',
  phone: '77770000001',
  reason: 'success',
  reasonCode: 0,
  reference: '504355533594',
  secret_hash: 'ZitLN1VLd21hUnFOSTJKbmg0UVdYVm8z',
  secure: 'yes',
  secureDetails: 'F',
  terminal: '9d40257c-bdfc-4c5e-9c3c-0c2a16bfc5a4',
}

/** Saving a card, "Response in case of failure". */
export const failure2025 = {
  accountId: '9398101000006384023',
  amount: 200,
  approvalCode: '',
  cardId: '',
  cardMask: '',
  cardType: '',
  code: 'error',
  currency: 'KZT',
  dateTime: '2025-02-12T09:42:53.036675+05:00',
  description: 'ONAY!',
  email: '',
  id: '03c6de6e-0028-42fa-9199-561d78e59789',
  invoiceId: '33456910',
  ip: '203.0.113.11',
  ipCity: 'Almaty',
  ipCountry: 'Kazakhstan',
  ipDistrict: '',
  ipLatitude: 43.2638,
  ipLongitude: 76.9293,
  ipRegion: '',
  issuer: 'JSC KASPI BANK',
  language: 'RUS',
  name: '',
  phone: '77770000002',
  reason: 'Authentication failed',
  reasonCode: 473,
  reference: '',
  secret_hash: 'T1hDaWhlay9NUysxRTA2djFFZnpTVDNU',
  secure: 'no',
  secureDetails: '',
  terminal: '9d40257c-bdfc-4c5e-9c3c-0c2a16bfc5a4',
}

const order2020 = {
  id: 'ffffffff-0000-000f-f000-00f0000f000f',
  dateTime: '2020-01-01T00:00:00.00000+06:00',
  invoiceId: '10000000001',
  invoiceIdAlt: '8564546',
  amount: 100,
  currency: 'KZT',
  terminal,
  accountId: '1',
  description: 'Интернет дүкенде төлеу ',
  language: 'RU',
  cardMask: '4444...4444',
  cardType: '',
  issuer: 'Halyk bank',
}

const buyer2020 = {
  name: 'CARD HOLDER',
  email: 'ch@example.kz',
  phone: '77777777777',
  ip: '5.188.155.135',
  ipCountry: 'Kazakhstan',
  ipCity: 'Almaty',
  ipRegion: '',
  ipDistrict: '',
  ipLongitude: 76.9293,
  ipLatitude: 43.2638,
}

/** Payment page, "Сәтті болған жағдайдағы жауап". */
export const success2020 = {
  ...order2020,
  reference: '001111111111',
  secure: 'yes',
  tokenRecipient: '',
  code: 'ok',
  reason: '',
  reasonCode: 0,
  ...buyer2020,
  cardId: 'e7e2587f-de26-4f41-ae1f-80c1fea31728',
}

/** Payment page, "Сәтсіздік болған жағдайдағы жауап". */
export const failure2020 = {
  ...order2020,
  reference: '',
  secure: 'yes',
  tokenRecipient: '',
  code: 'error',
  reason: 'қатенің сипаттамасы',
  reasonCode: 498,
  ...buyer2020,
}
