import t from 'tap'
import { creditConditions } from '../../contracts/instalment.ts'
import { type OperationId, operations } from '../../contracts/operations.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { bearer, openSandbox, serviceToken, tokenOf } from '../world.ts'

/** A number that nobody was ever given, in each place where the bank is asked about one. */

const stranger = '00000000-0000-4000-8000-0000000000ff'
const invoice = '999999999'
const order = { invoiceId: invoice, amount: 100, currency: 'KZT', description: 'Tea', name: 'TEST TEST' }
const links = { backLink: 'https://shop.example/', postLink: 'https://shop.example/p' }

interface Asked {
  path?: string
  body?: object
  form?: Record<string, string>
}

const transferOf = (card: object): Asked => ({
  body: { order: { id: invoice, amount: 100, currency: 'KZT', terminalId: stranger }, card },
})
const sender = { id: stranger, name: 'TEST TEST' }

/** Every operation, so that a new one must say here what it is asked about. Undefined: about no number at all. */
const asks: Record<OperationId, Asked | undefined> = {
  token: { form: { grant_type: 'client_credentials', scope: 'payment', terminal: stranger } },
  chargeSavedCard: {
    body: { ...order, ...links, terminalId: stranger, paymentType: 'cardId', cardId: { id: stranger } },
  },
  cryptopay: {
    body: { ...order, ...links, terminalId: stranger, paymentType: 'halykId', osuvoxCardId: 'x' },
  },
  confirmPayment: { form: { MD: stranger, PaRes: 'AAAA' } },
  makeInvoiceLink: {
    body: { shop_id: stranger, invoice_id: invoice, account_id: '1', amount: 100, currency: 'KZT' },
  },
  listInvoiceLinks: {
    body: { searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: [invoice] }] },
  },
  openInvoiceLink: { path: `/redirect/invoice-link/${stranger}` },
  makeQr: { body: links },
  qrStatus: { path: '/qr?billNumber=19999999999999' },
  register: {
    body: { searchParameters: [{ name: 'invoiceId', method: '=', searchParameter: [invoice] }] },
  },
  subscribe: { body: { transactionId: stranger, paymentFrequency: 'WEEKLY' } },
  transfer: transferOf({ sender, receiver: { id: stranger } }),
  debitCard: transferOf({ sender }),
  payToCard: transferOf({ receiver: { id: stranger } }),
  transferStatus: { path: `/check-status/p2p/transaction/${invoice}` },
  transfers: {
    body: {
      searchParameters: [
        { name: 'created_at', method: '>', searchParameter: ['2020-01-01T00:00:00Z'] },
        { name: 'orderID', method: '=', searchParameter: [invoice] },
      ],
    },
  },
  homebankCards: { path: `/hb-cards?invoiceId=${invoice}` },
  cardBonus: { body: { cryptogram: 'AAAA' } },
  accountBonus: { path: '/payment/bonus-by-iban?iban=KZ000000000000000000' },
  masterpassCard: { body: { Token: 'x', Amount: 100, MerchantName: 'Tea', CurrencyCode: 'KZT' } },
  creditConditions: { path: `/credit-condition?shopId=${stranger}` },
  makeInstalment: {
    body: { shopId: stranger, amount: 6000, orderId: invoice, creditConditionId: creditConditions[0]?.id },
  },
  instalmentStatus: { path: `/order/status?orderId=${stranger}` },
  publicKey: undefined,
  charge: { path: `/operation/${stranger}/charge` },
  cancel: { path: `/operation/${stranger}/cancel` },
  refund: { path: `/operation/${stranger}/refund` },
  legacyStatus: { path: `/operation/${invoice}` },
  savedCards: { path: '/cards/nobody' },
  deactivateCard: { path: `/card/deactivate/${stranger}` },
  terminal: { path: `/terminals/${stranger}` },
  publicProfile: { body: { postLink: 'https://shop.example/p' } },
  status: { path: `/check-status/payment/transaction/${invoice}` },
  statusById: { path: `/check-status/payment/transactionId/${stranger}` },
}

const bodyOf = ({ body, form }: Asked) => {
  if (form) return { body: new URLSearchParams(form) }
  return body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}
}

const ask = async (sandbox: Sandbox, root: string, [id, asked]: [OperationId, Asked], token: string) => {
  const { method, paths } = operations[id]
  const clients = { client_id: 'test', client_secret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG' }
  const sent = bodyOf(id === 'token' ? { form: { ...asked.form, ...clients } } : asked)
  const path = id === 'token' ? paths[0] : `${root}${asked.path ?? paths[0]}`
  const headers = { ...bearer(token), 'x-homebank-auth': 'Bearer buyer', ...sent.headers }
  const answer = await fetch(`${sandbox.url}${path}`, { ...sent, method, headers, redirect: 'manual' })
  return { status: answer.status, text: await answer.text() }
}

t.test('an unknown number is answered with 200, or 400 with a code, and never with a bare 404', async (t) => {
  const sandbox = await openSandbox(t)
  const known = Object.entries(asks) as [OperationId, Asked | undefined][]
  for (const root of ['', '/api'])
    for (const [id, asked] of known) {
      if (!asked) continue
      // An order of its own each time, where the token names one.
      const isPaid = ['makeInstalment', 'makeQr', 'chargeSavedCard', 'cryptopay'].includes(id)
      const token = isPaid
        ? await tokenOf(sandbox, { invoiceID: invoice, amount: id === 'makeInstalment' ? '6000' : '100' })
        : await serviceToken(sandbox)
      const { status, text } = await ask(sandbox, root, [id, asked], token)
      t.ok(status === 200 || status === 400, `${root} ${id}: ${status}`)
      const body = JSON.parse(text || '{}') as { code?: unknown; message?: unknown }
      if (status !== 200) matches(t, body, { code: Number, message: /[a-z]/ }, `${root} ${id}: ${text}`)
    }
})

t.test('what no document prints an answer for says {code, message} at any address', async (t) => {
  const sandbox = await openSandbox(t)
  for (const path of [
    '/payment/transactions?invoiceId=1',
    '/api/invoice/create',
    '/statements',
    '/api/x/y/z',
  ]) {
    const answer = await fetch(`${sandbox.url}${path}`, { method: 'POST' })
    matches(t, await answer.json(), { code: -1, message: /No such address/ }, path)
  }
})
