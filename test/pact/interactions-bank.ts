import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { Interaction } from './interaction.ts'
import { filled } from './template.ts'

const subscription = { transactionId: '${transactionId}', paymentFrequency: 'MONTHLY' }

const sender = { cardCred: panOfCode(0), expire: { month: '12', year: '30' }, cvc: '123', name: 'TEST TEST' }
const receiver = { cardCred: panOfCode(0) }

const transfer = (
  operation: 'transfer' | 'debitCard' | 'payToCard',
  path: string,
  { description, card }: { description: string; card: object },
): Interaction => {
  const body = {
    order: { id: '000000777', amount: 5000, currency: 'KZT', terminalId: '${terminalId}' },
    card,
  }
  return {
    operation,
    description,
    given: [['a service token']],
    asked: { method: 'POST', path: `/api/${path}`, accessToken: '${accessToken}', json: body },
    call: (shop, values) => shop.send(`/api/${path}`, String(values.accessToken), filled(body, values)),
    status: 200,
    exact: ['amount', 'currency', 'orderID', 'terminalID'],
  }
}

const search = {
  searchParameters: [{ name: 'created_at', method: '>', searchParameter: ['2020-01-01T00:00:00+05:00'] }],
}

/** Subscriptions and transfers. */
export const bankInteractions: Interaction[] = [
  {
    operation: 'subscribe',
    description: 'a payment is to be made again every month',
    given: [['a payment was approved']],
    asked: {
      method: 'POST',
      path: '/api/recurrent/subscribe',
      accessToken: '${accessToken}',
      json: subscription,
    },
    call: (shop, values) =>
      shop.send('/api/recurrent/subscribe', String(values.accessToken), filled(subscription, values)),
    status: 200,
    exact: ['paymentFrequency', 'amount', 'currency'],
  },
  transfer('transfer', 'p2p/transfer', {
    description: 'a transfer from card to card',
    card: { sender, receiver },
  }),
  transfer('debitCard', 'chdebit/transfer', { description: 'money taken from a card', card: { sender } }),
  transfer('payToCard', 'chpayment/transfer', {
    description: 'money paid out to a card',
    card: { receiver },
  }),
  {
    operation: 'transferStatus',
    description: 'a question about a transfer that was never made',
    given: [['a service token']],
    asked: {
      method: 'GET',
      path: '/api/check-status/p2p/transaction/000000777',
      accessToken: '${accessToken}',
    },
    call: (shop, { accessToken }) => shop.transferStatus('000000777', String(accessToken)),
    status: 200,
    exact: ['result.code'],
  },
  {
    operation: 'transfers',
    description: 'a question for transfers where there are none',
    given: [['a service token']],
    asked: { method: 'POST', path: '/api/p2p/operations', accessToken: '${accessToken}', json: search },
    call: (shop, { accessToken }) => shop.send('/api/p2p/operations', String(accessToken), search),
    status: 200,
    exact: ['totalCount', 'records'],
  },
]
