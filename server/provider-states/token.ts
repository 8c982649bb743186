import { orderOf, orderParams, type StateOrder } from './order.ts'
import type { ProviderState, Values } from './state.ts'

const { invoiceId, amount, currency, accountId, terminalId, clientId, clientSecret } = orderParams
const merchant = { terminalId, clientId, clientSecret }
const order = { invoiceId, amount, currency, ...merchant }

const merchantValues = ['clientId', 'clientSecret', 'terminalId'] as const
const orderValues = ['invoiceId', 'amount', 'currency', 'terminalId', 'accessToken'] as const

const pick = <K extends keyof StateOrder>(from: StateOrder, names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Values

const tokenValues = (from: StateOrder, accessToken: string): Values => ({
  ...pick(from, ['invoiceId', 'amount', 'currency', 'terminalId']),
  accessToken,
})

/** Who asks, and with what token. */
export const tokenStates: ProviderState[] = [
  {
    name: 'a merchant is known',
    about: 'client, secret and terminal that belong together; the documented test merchant by default',
    params: merchant,
    values: merchantValues,
    setup: async (till, params) => {
      const known = orderOf(params)
      await till.serviceToken(known)
      return pick(known, merchantValues)
    },
  },
  {
    name: 'a service token',
    about: 'a token without an order: it asks and operates, and cannot pay',
    params: merchant,
    values: ['terminalId', 'accessToken'],
    setup: async (till, params) => {
      const asking = orderOf(params)
      return { ...pick(asking, ['terminalId']), accessToken: await till.serviceToken(asking) }
    },
  },
  {
    name: 'a payment token',
    about: 'a token that can pay one order, which nobody has paid yet',
    params: order,
    values: orderValues,
    setup: async (till, params) => {
      const unpaid = orderOf(params)
      return tokenValues(unpaid, await till.paymentToken(unpaid))
    },
  },
  {
    name: 'a payment token that was used',
    about: 'its order has been paid with it',
    params: { ...order, accountId },
    values: orderValues,
    setup: async (till, params) => {
      const { order: paid, accessToken } = await till.payOnPage(orderOf(params))
      return tokenValues(paid, accessToken)
    },
  },
  {
    name: 'a payment token that has expired',
    about: "the workspace's clock is moved on by three hours",
    params: order,
    values: orderValues,
    setup: async (till, params) => {
      const late = orderOf(params)
      const accessToken = await till.paymentToken(late)
      await till.control('clock', { advance: 'PT3H' })
      return tokenValues(late, accessToken)
    },
  },
]
