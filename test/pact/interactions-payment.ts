import type { Interaction } from './interaction.ts'
import { filled } from './template.ts'

const auth = '/api/payments/cards/auth'

const charge = {
  amount: '${amount}',
  currency: '${currency}',
  terminalId: '${terminalId}',
  invoiceId: '${invoiceId}',
  description: 'Tea again',
  accountId: 'customer1',
  paymentType: 'cardId',
  cardId: { id: '${cardId}' },
  backLink: 'https://shop.example/success',
  postLink: 'https://shop.example/postlink',
  failurePostLink: '',
}

const cryptopay = {
  amount: '${amount}',
  currency: '${currency}',
  terminalId: '${terminalId}',
  invoiceId: '${invoiceId}',
  name: 'TEST TEST',
  cryptogram: 'bm90IGEgY3J5cHRvZ3JhbQ==',
}

type Row = Pick<Interaction, 'given' | 'status' | 'exact'>

const savedCard = (description: string, { given, status, exact }: Row): Interaction => ({
  operation: 'chargeSavedCard',
  description,
  given,
  asked: { method: 'POST', path: auth, accessToken: '${accessToken}', json: charge },
  call: (shop, values) => shop.payWithSavedCard(String(values.accessToken), filled(charge, values)),
  status,
  exact,
})

const saved: [string] = ['a card is saved']
const token: [string] = ['a payment token']

/** Attempts to pay without the page. Of two states that answer a token, the later one's is used. */
export const paymentInteractions: Interaction[] = [
  savedCard('a payment with a saved card', {
    given: [saved, token],
    status: 200,
    exact: ['amount', 'currency', 'invoiceID', 'secure3D'],
  }),
  savedCard('a payment with a saved card that declines', {
    given: [['a saved card declines', { reasonCode: 484 }], token],
    status: 400,
    exact: ['code'],
  }),
  savedCard('a payment with a deactivated card', {
    given: [['a saved card was deactivated'], token],
    status: 400,
    exact: ['code'],
  }),
  savedCard('a payment with a saved card whose issuer wants to know who pays', {
    given: [saved, token, ['the issuer asks for 3-D Secure at the next payment']],
    status: 200,
    exact: ['status', 'code'],
  }),
  savedCard('a payment with a token that was used', {
    given: [saved, ['a payment token that was used']],
    status: 401,
    exact: ['code'],
  }),
  savedCard('a payment with a token that has expired', {
    given: [saved, ['a payment token that has expired']],
    status: 401,
    exact: ['code'],
  }),
  {
    operation: 'cryptopay',
    description: 'a payment with a cryptogram that cannot be read',
    given: [token],
    asked: { method: 'POST', path: '/api/payment/cryptopay', accessToken: '${accessToken}', json: cryptopay },
    call: (shop, values) => shop.payByCryptogram(String(values.accessToken), filled(cryptopay, values)),
    status: 400,
    exact: ['code'],
  },
]
