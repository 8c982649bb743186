import { Pool } from 'undici'
import { openTestClient } from '../../server/client/test-client.ts'
import { overNetwork } from '../../server/client/transport.ts'
import { purchaseOf } from '../../server/provider-states/purchase.ts'

const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
const order = { amount: 100, currency: 'KZT', terminal }

/** Approves every charge without having been saved. */
export const approvedCard = '00000000-0000-4000-8000-000000000000'

/** Unlike in all nine digits, and so in the last six: one terminal has room for a million. */
export const invoices = (() => {
  let last = 0
  return (count: number) => Array.from({ length: count }, () => String(++last).padStart(9, '0'))
})()

interface Request {
  path: string
  headers: Record<string, string>
  body: string
}

export const tokenRequest = (invoiceID: string, postLink = ''): Request => ({
  path: '/oauth2/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'webapi usermanagement email_send verification statement statistics payment',
    client_id: 'test',
    client_secret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
    invoiceID,
    amount: '100',
    currency: order.currency,
    terminal,
    postLink,
    failurePostLink: '',
  }).toString(),
})

/** Seed 004's request. Without a postLink nothing is sent to the merchant: this measures the charge alone. */
export const chargeRequest = (
  invoiceId: string,
  accessToken: string,
  cardId: string,
  postLink?: string,
): Request => ({
  path: '/payments/cards/auth',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
  body: JSON.stringify({
    amount: order.amount,
    currency: order.currency,
    name: 'TEST TEST',
    terminalId: terminal,
    invoiceId,
    description: 'Tea',
    accountId: 'bench',
    email: '',
    phone: '',
    backLink: 'https://shop.example/ok',
    failureBackLink: '',
    postLink,
    failurePostLink: '',
    language: 'rus',
    paymentType: 'cardId',
    cardId: { id: cardId },
  }),
})

/** A merchant on a pool of kept-alive connections. */
export const openMerchant = (url: string, connections: number) => {
  const pool = new Pool(url, { connections })
  const post = async (request: Request): Promise<string> => {
    const { statusCode, body } = await pool.request({ ...request, method: 'POST' })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`${url}${request.path} answered ${statusCode}: ${text}`)
    return text
  }
  return {
    post,
    /** Posts them all, as many at once as there are connections; answers in order, and how long it took. */
    async postAll(requests: Request[]) {
      const answers = new Array<string>(requests.length)
      let next = 0
      const worker = async () => {
        for (let at = next++; at < requests.length; at = next++)
          answers[at] = await post(requests[at] as Request)
      }
      const begun = performance.now()
      await Promise.all(Array.from({ length: connections }, worker))
      return { answers, seconds: (performance.now() - begun) / 1000 }
    },
    close: () => pool.close(),
  }
}

export type Merchant = ReturnType<typeof openMerchant>

export const accessTokenOf = (answer: string) => (JSON.parse(answer) as { access_token: string }).access_token

/** Saves a card by a verification on the page, as a buyer would, and finds its id. */
export const saveCard = async (url: string): Promise<string> => {
  const saving = { invoiceId: '999999999', amount: 0, currency: 'USD', accountId: 'bench' }
  const { payment } = await openTestClient(overNetwork({ url })).payOnPage(purchaseOf(saving))
  return payment.cardId
}
