import type { Paid, TestClient, Verb } from '../client/test-client.ts'
import { purchaseOf, purchaseParams } from './purchase.ts'
import type { Params, ProviderState, Values } from './state.ts'

// The terminal of a hold is its own: one of the documented merchant's, opened for it.
const { invoiceId, amount, currency, accountId } = purchaseParams
const holdParams = { invoiceId, amount, currency, accountId }

const partial = { about: 'a part of it; all of it by default', example: 400 }
const reasonCode = { about: 'any code of GET /_sandbox/reason-codes but 0', example: 484 }

/** Documented terminals charge at once; a hold needs one of two stages. */
const twoStageTerminal = '2a7e5f0c-5d0b-4c57-9b1e-3f6c2f4f7a10'

const openTwoStages = (client: TestClient) =>
  client.control('merchants', {
    terminals: [{ id: twoStageTerminal, client: 'test', number: '98120099', singleMessageScheme: false }],
  })

const hold = async (client: TestClient, params: Params): Promise<Paid> => {
  await openTwoStages(client)
  return client.payOnPage(purchaseOf(params, { terminalId: twoStageTerminal }))
}

/** Paid, and charged as well where the terminal only holds. */
const charged = async (client: TestClient, params: Params): Promise<Paid> => {
  const paid = await client.payOnPage(purchaseOf(params))
  return paid.payment.status === 'AUTH' ? operated(client, paid, ['charge']) : paid
}

/** A payment, and a token to ask for it or to operate on it. */
const valuesOf = async (client: TestClient, { purchase, payment }: Paid): Promise<Values> => ({
  transactionId: payment.id,
  invoiceId: payment.invoiceId,
  amount: payment.amount,
  currency: payment.currency,
  accountId: payment.accountId,
  terminalId: payment.terminal,
  cardMask: payment.cardMask,
  reference: payment.reference,
  approvalCode: payment.approvalCode,
  reasonCode: payment.reasonCode,
  accessToken: await client.serviceToken(purchase),
})

const values = [
  ...['transactionId', 'invoiceId', 'amount', 'currency', 'accountId', 'terminalId', 'cardMask', 'reference'],
  ...['approvalCode', 'reasonCode', 'accessToken'],
]

const amountOf = ({ part }: Params) => (part === undefined ? undefined : Number(part))

const state = (
  name: string,
  about: string,
  {
    params = purchaseParams,
    make,
  }: { params?: ProviderState['params']; make(client: TestClient, params: Params): Promise<Paid> },
): ProviderState => ({
  name,
  about,
  params,
  values,
  setup: async (client, given) => valuesOf(client, await make(client, given)),
})

const operated = async (client: TestClient, paid: Paid, [verb, amount]: [Verb, number?]) => {
  await client.operate(verb, paid.payment.id, { merchant: paid.purchase, amount })
  return paid
}

/** What may have become of an order. */
export const paymentStates: ProviderState[] = [
  {
    name: 'an order was not paid',
    about: 'the bank has never heard of its invoice',
    params: purchaseParams,
    values: ['invoiceId', 'terminalId', 'accessToken'],
    setup: async (client, params) => {
      const unpaid = purchaseOf(params)
      const { invoiceId, terminal: terminalId } = unpaid
      return { invoiceId, terminalId, accessToken: await client.serviceToken(unpaid) }
    },
  },
  state('a payment was approved', 'the money was taken', {
    make: (client, params) => charged(client, params),
  }),
  state('a payment was declined', 'on the page, with a reason code of your choice', {
    params: { ...purchaseParams, reasonCode },
    make: (client, params) =>
      client.payOnPage(purchaseOf(params), Number(params.reasonCode ?? reasonCode.example)),
  }),
  state('a payment is held', 'at a terminal of two stages: to be charged or cancelled', {
    params: holdParams,
    make: hold,
  }),
  state('a held payment was charged', 'wholly or in part', {
    params: { ...holdParams, part: partial },
    make: async (client, params) =>
      operated(client, await hold(client, params), ['charge', amountOf(params)]),
  }),
  state('a held payment was cancelled', 'the money was released', {
    params: holdParams,
    make: async (client, params) => operated(client, await hold(client, params), ['cancel']),
  }),
  state('a payment was refunded', 'wholly or in part', {
    params: { ...purchaseParams, part: partial },
    make: async (client, params) =>
      operated(client, await charged(client, params), ['refund', amountOf(params)]),
  }),
]
