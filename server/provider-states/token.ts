import type { Purchase } from '../client/purchase.ts'
import { purchaseOf, purchaseParams } from './purchase.ts'
import type { ProviderState, Values } from './state.ts'

const { invoiceId, amount, currency, accountId, terminalId, clientId, clientSecret } = purchaseParams
const merchant = { terminalId, clientId, clientSecret }
const order = { invoiceId, amount, currency, ...merchant }

const merchantValues = ['clientId', 'clientSecret', 'terminalId'] as const
const orderValues = ['invoiceId', 'amount', 'currency', 'terminalId', 'accessToken'] as const

const tokenValues = (from: Purchase, accessToken: string): Values => {
  const { invoiceId, amount, currency, terminal: terminalId } = from
  return { invoiceId, amount, currency, terminalId, accessToken }
}

/** Who asks, and with what token. */
export const tokenStates: ProviderState[] = [
  {
    name: 'a merchant is known',
    about: 'client, secret and terminal that belong together; the documented test merchant by default',
    params: merchant,
    values: merchantValues,
    setup: async (client, params) => {
      const known = purchaseOf(params)
      await client.serviceToken(known)
      const { clientId, clientSecret, terminal: terminalId } = known
      return { clientId, clientSecret, terminalId }
    },
  },
  {
    name: 'a service token',
    about: 'a token without an order: it asks and operates, and cannot pay',
    params: merchant,
    values: ['terminalId', 'accessToken'],
    setup: async (client, params) => {
      const asking = purchaseOf(params)
      return { terminalId: asking.terminal, accessToken: await client.serviceToken(asking) }
    },
  },
  {
    name: 'a payment token',
    about: 'a token that can pay one order, which nobody has paid yet',
    params: order,
    values: orderValues,
    setup: async (client, params) => {
      const unpaid = purchaseOf(params)
      return tokenValues(unpaid, await client.paymentToken(unpaid))
    },
  },
  {
    name: 'a payment token that was used',
    about: 'its order has been paid with it',
    params: { ...order, accountId },
    values: orderValues,
    setup: async (client, params) => {
      const { purchase: paid, accessToken } = await client.payOnPage(purchaseOf(params))
      return tokenValues(paid, accessToken)
    },
  },
  {
    name: 'a payment token that has expired',
    about: "the workspace's clock is moved on by three hours",
    params: order,
    values: orderValues,
    setup: async (client, params) => {
      const late = purchaseOf(params)
      const accessToken = await client.paymentToken(late)
      await client.control('clock', { advance: 'PT3H' })
      return tokenValues(late, accessToken)
    },
  },
]
