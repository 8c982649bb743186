import { purchaseOf, purchaseParams } from './purchase.ts'
import type { Params, ProviderState } from './state.ts'

const { terminalId, clientId, clientSecret, ...order } = purchaseParams
const merchant = { terminalId, clientId, clientSecret }

/** Ways to the payment page that the bank itself makes. */
export const linkStates: ProviderState[] = [
  {
    name: 'a payment link was made',
    about: 'by POST invoice, for a day; nobody has opened it',
    params: { ...order, ...merchant },
    values: ['linkId', 'invoiceId', 'amount', 'currency', 'terminalId', 'accessToken'],
    setup: async (client, params: Params) => {
      const made = purchaseOf(params)
      const { invoiceId, amount, currency, accountId, description, terminal: terminalId } = made
      const accessToken = await client.serviceToken(made)
      const asked = {
        ...{ shop_id: terminalId, account_id: accountId, invoice_id: invoiceId, amount, currency },
        ...{ description, post_link: made.postLink },
        ...{ recipient_contact: 'buyer@shop.example', recipient_contact_sms: '+77770000001' },
      }
      const { id } = await client.call<{ id: string }>('/api/invoice', accessToken, asked)
      return { linkId: id, invoiceId, amount, currency, terminalId, accessToken }
    },
  },
  {
    name: 'a QR code was made',
    about: 'by POST payment/qr/generate; nobody has scanned it',
    params: { ...order, ...merchant },
    values: ['billNumber', 'invoiceId', 'amount', 'currency', 'terminalId', 'accessToken'],
    setup: async (client, params: Params) => {
      const made = purchaseOf(params)
      const { invoiceId, amount, currency, accountId, description, terminal: terminalId } = made
      const accessToken = await client.paymentToken(made)
      const asked = { postLink: made.postLink || 'https://shop.example/postlink', accountId, description }
      const answer = await client.call<{ billNumber: string }>('/api/payment/qr/generate', accessToken, asked)
      return { billNumber: answer.billNumber, invoiceId, amount, currency, terminalId, accessToken }
    },
  },
]
