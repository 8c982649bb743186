import type { Interaction } from './interaction.ts'
import { filled } from './template.ts'

const link = {
  shop_id: '${terminalId}',
  account_id: 'customer1',
  invoice_id: '100000001',
  amount: 1000,
  currency: 'KZT',
  recipient_contact: 'buyer@shop.example',
  recipient_contact_sms: '+77770000001',
}
const badNumber = { ...link, recipient_contact_sms: '87770000001' }
const code = { postLink: 'https://shop.example/postlink', description: 'Tea' }
const word = { MD: 'nobody-asked', PaRes: 'a-word' }
const search = {
  paging: { skip: 0, limit: 1 },
  searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: ['${invoiceId}'] }],
}
const nowhere = '00000000-0000-4000-8000-000000000404'

const makeLink = (description: string, json: object, status: number): Interaction => ({
  operation: 'makeInvoiceLink',
  description,
  given: [['a service token']],
  asked: { method: 'POST', path: '/api/invoice', accessToken: '${accessToken}', json },
  call: (shop, values) => shop.makeLink(String(values.accessToken), filled(json, values)),
  status,
  exact: status === 200 ? ['status', 'amount', 'currency', 'invoice_id'] : ['code'],
})

/** Links, codes to scan, and the way back from the issuer; redirects are for browsers, which make no pacts. */
export const linkInteractions: Interaction[] = [
  makeLink('a link to pay by is made', link, 200),
  makeLink('a link for a telephone that cannot be', badNumber, 400),
  {
    operation: 'listInvoiceLinks',
    description: 'the links of an order',
    given: [['a payment link was made']],
    asked: { method: 'POST', path: '/api/invoice-links', accessToken: '${accessToken}', json: search },
    call: (shop, values) => shop.listLinks(String(values.accessToken), filled(search, values)),
    status: 200,
    exact: ['TotalCount'],
  },
  {
    operation: 'openInvoiceLink',
    description: 'a link that was never made',
    given: [],
    asked: { method: 'GET', path: `/api/redirect/invoice-link/${nowhere}` },
    call: (shop) => shop.openLink(nowhere),
    status: 400,
    exact: ['code'],
  },
  {
    operation: 'makeQr',
    description: 'a code to scan is made',
    given: [['a payment token']],
    asked: {
      method: 'POST',
      path: '/api/payment/qr/generate',
      accessToken: '${accessToken}',
      json: code,
    },
    call: (shop, { accessToken }) => shop.makeQr(String(accessToken), code),
    status: 200,
  },
  {
    operation: 'qrStatus',
    description: 'a question about a code nobody has scanned',
    given: [['a QR code was made']],
    asked: { method: 'GET', path: '/api/qr', accessToken: '${accessToken}' },
    call: (shop, { accessToken }) => shop.qrStatus(String(accessToken)),
    status: 200,
    exact: ['status', 'amount', 'currency'],
  },
  {
    operation: 'confirmPayment',
    description: 'a word of an issuer that was not asked',
    given: [],
    asked: { method: 'POST', path: '/api/payment/confirm', json: word },
    call: (shop) => shop.confirm(word),
    status: 400,
    exact: ['code'],
  },
]
