import { orderOf, orderParams, type Params, type StateOrder } from './order.ts'
import type { ProviderState, Values } from './state.ts'
import type { Paid, Till, Verb } from './till.ts'

// The terminal of a hold is its own: one of the documented merchant's, opened for it.
const { invoiceId, amount, currency, accountId } = orderParams
const holdParams = { invoiceId, amount, currency, accountId }

const partial = { about: 'a part of it; all of it by default', example: 400 }
const reasonCode = { about: 'any code of GET /_sandbox/reason-codes but 0', example: 484 }

/** Documented terminals charge at once; a hold needs one of two stages. */
const twoStageTerminal = '2a7e5f0c-5d0b-4c57-9b1e-3f6c2f4f7a10'

const openTwoStages = (till: Till) =>
  till.control('merchants', {
    terminals: [{ id: twoStageTerminal, client: 'test', number: '98120099', singleMessageScheme: false }],
  })

const hold = async (till: Till, params: Params): Promise<Paid> => {
  await openTwoStages(till)
  return till.payOnPage(orderOf(params, { terminalId: twoStageTerminal }))
}

/** A payment, and a token to ask for it or to operate on it. */
const valuesOf = async (till: Till, { order, payment }: Paid): Promise<Values> => ({
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
  accessToken: await till.serviceToken(order),
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
    params = orderParams,
    make,
  }: { params?: ProviderState['params']; make(till: Till, params: Params): Promise<Paid> },
): ProviderState => ({
  name,
  about,
  params,
  values,
  setup: async (till, given) => valuesOf(till, await make(till, given)),
})

const operated = async (till: Till, paid: Paid, [verb, amount]: [Verb, number?]) => {
  await till.operate(verb, paid.payment.id, { order: paid.order, amount })
  return paid
}

/** What may have become of an order. */
export const paymentStates: ProviderState[] = [
  {
    name: 'an order was not paid',
    about: 'the bank has never heard of its invoice',
    params: orderParams,
    values: ['invoiceId', 'terminalId', 'accessToken'],
    setup: async (till, params) => {
      const unpaid: StateOrder = orderOf(params)
      const { invoiceId, terminalId } = unpaid
      return { invoiceId, terminalId, accessToken: await till.serviceToken(unpaid) }
    },
  },
  state('a payment was approved', 'the money was taken at once', {
    make: (till, params) => till.payOnPage(orderOf(params)),
  }),
  state('a payment was declined', 'on the page, with a reason code of your choice', {
    params: { ...orderParams, reasonCode },
    make: (till, params) => till.payOnPage(orderOf(params), Number(params.reasonCode ?? reasonCode.example)),
  }),
  state('a payment is held', 'at a terminal of two stages: to be charged or cancelled', {
    params: holdParams,
    make: hold,
  }),
  state('a held payment was charged', 'wholly or in part', {
    params: { ...holdParams, part: partial },
    make: async (till, params) => operated(till, await hold(till, params), ['charge', amountOf(params)]),
  }),
  state('a held payment was cancelled', 'the money was released', {
    params: holdParams,
    make: async (till, params) => operated(till, await hold(till, params), ['cancel']),
  }),
  state('a payment was refunded', 'wholly or in part', {
    params: { ...orderParams, part: partial },
    make: async (till, params) =>
      operated(till, await till.payOnPage(orderOf(params)), ['refund', amountOf(params)]),
  }),
]
