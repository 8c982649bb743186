import type { Interaction } from './interaction.ts'

const status = (
  description: string,
  { given, exact }: Pick<Interaction, 'given' | 'exact'>,
): Interaction => ({
  operation: 'status',
  description,
  given,
  asked: {
    method: 'GET',
    path: '/api/check-status/payment/transaction/${invoiceId}',
    accessToken: '${accessToken}',
  },
  call: (shop, { invoiceId, accessToken }) => shop.status(String(invoiceId), String(accessToken)),
  status: 200,
  exact,
})

const found = [
  ...['resultCode', 'transaction.statusName', 'transaction.reasonCode'],
  ...['transaction.amount', 'transaction.currency', 'transaction.secure'],
]

/** Questions: they change nothing. */
export const readingInteractions: Interaction[] = [
  status('a question about a payment that was approved', {
    given: [['a payment was approved']],
    exact: found,
  }),
  status('a question about a payment that was declined', {
    given: [['a payment was declined', { reasonCode: 484 }]],
    exact: found,
  }),
  status('a question about a payment that is held', { given: [['a payment is held']], exact: found }),
  status('a question about a payment that was cancelled', {
    given: [['a held payment was cancelled']],
    exact: found,
  }),
  status('a question about a payment that was refunded', {
    given: [['a payment was refunded']],
    exact: found,
  }),
  status('a question about an order that was not paid', {
    given: [['an order was not paid']],
    exact: ['resultCode'],
  }),
  {
    operation: 'statusById',
    description: 'a question about one attempt to pay',
    given: [['a payment was approved']],
    asked: {
      method: 'GET',
      path: '/api/check-status/payment/transactionId/${transactionId}',
      accessToken: '${accessToken}',
    },
    call: (shop, { transactionId, accessToken }) =>
      shop.statusById(String(transactionId), String(accessToken)),
    status: 200,
    exact: found,
  },
  {
    operation: 'status',
    description: 'a question without a token',
    given: [['an order was not paid']],
    asked: { method: 'GET', path: '/api/check-status/payment/transaction/${invoiceId}' },
    call: (shop, { invoiceId }) => shop.status(String(invoiceId)),
    status: 401,
    exact: ['code'],
  },
  {
    operation: 'legacyStatus',
    description: 'a question in the older way',
    given: [['a payment was approved']],
    asked: { method: 'GET', path: '/api/operation/${invoiceId}', accessToken: '${accessToken}' },
    call: (shop, { invoiceId, accessToken }) => shop.legacyStatus(String(invoiceId), String(accessToken)),
    status: 200,
    exact: ['code', 'reasonCode', 'amount', 'currency', 'secure'],
  },
  {
    operation: 'savedCards',
    description: "a question for a customer's cards",
    given: [['a card is saved']],
    asked: { method: 'GET', path: '/api/cards/${accountId}', accessToken: '${accessToken}' },
    call: (shop, { accountId, accessToken }) => shop.savedCards(String(accountId), String(accessToken)),
    status: 200,
  },
  {
    operation: 'savedCards',
    description: 'a question for the cards of a customer without any',
    given: [['a customer has no saved cards']],
    asked: { method: 'GET', path: '/api/cards/${accountId}', accessToken: '${accessToken}' },
    call: (shop, { accountId, accessToken }) => shop.savedCards(String(accountId), String(accessToken)),
    status: 200,
    exact: ['code'],
  },
  {
    operation: 'deactivateCard',
    description: 'a saved card is forgotten',
    given: [['a card is saved']],
    asked: { method: 'POST', path: '/api/card/deactivate/${cardId}', accessToken: '${accessToken}' },
    call: (shop, { cardId, accessToken }) => shop.deactivate(String(cardId), String(accessToken)),
    status: 200,
  },
  {
    operation: 'register',
    description: 'a question for the payments of a terminal',
    given: [['a payment was approved']],
    asked: {
      method: 'POST',
      path: '/api/operations',
      accessToken: '${accessToken}',
      json: { paging: { page: 0, size: 100 } },
    },
    call: (shop, { accessToken }) => shop.register(String(accessToken)),
    status: 200,
    exact: ['totalCount', 'records[].status', 'records[].amount', 'records[].currency'],
  },
  {
    operation: 'terminal',
    description: 'a question about a terminal',
    given: [['a service token']],
    asked: { method: 'GET', path: '/api/terminals/${terminalId}', accessToken: '${accessToken}' },
    call: (shop, { terminalId, accessToken }) => shop.terminal(String(terminalId), String(accessToken)),
    status: 200,
    exact: ['singleMessageScheme'],
  },
  {
    operation: 'publicProfile',
    description: 'a question about the ways to pay',
    given: [['a service token']],
    asked: { method: 'POST', path: '/api/public-profile', accessToken: '${accessToken}', json: {} },
    call: (shop, { accessToken }) => shop.publicProfile(String(accessToken)),
    status: 200,
  },
  {
    operation: 'publicKey',
    description: 'a question for the key of cryptograms',
    given: [],
    asked: { method: 'GET', path: '/api/public.rsa' },
    call: (shop) => shop.publicKey(),
    status: 200,
  },
]
