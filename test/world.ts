import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { compressParams } from '../contracts/params.ts'
import { hiddenFields } from '../server/client/screen.ts'
import { type Method, overNetwork, type Transport } from '../server/client/transport.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '../server/sandbox.ts'
import { watchContract } from './conformance.ts'
import { inDialect } from './dialects.ts'

interface Teardown {
  fullname?: string
  teardown(run: () => unknown): void
}

/** The moment of seed 000's success sample. */
export const seedMoment = '2025-02-12T09:42:51+05:00'

export const card = { pan: '4405639704015096', expiry: '01/27', cvc: '321', holder: 'TEST TEST' }
export const lockedCard = { pan: '4003032704547597', expiry: '09/20', cvc: '170', holder: 'TEST TEST' }

/** A sandbox at a fixed moment with a fixed seed, closed with the test, which fails if it broke the contract. */
export const openSandbox = async (t: Teardown, options: SandboxOptions = {}): Promise<Sandbox> => {
  const { onAnswer, check } = watchContract()
  const given = inDialect(t.fullname ?? '', options)
  const sandbox = await createSandbox({ seed: 'test', clock: seedMoment, onAnswer, ...given })
  t.teardown(async () => {
    const postlinks = await sandbox.postlinks()
    await sandbox.close()
    check(postlinks)
  })
  return sandbox
}

export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** A merchant's endpoint that writes down what it gets and answers what it is told. */
export const openMerchant = async (t: Teardown) => {
  const received: Received[] = []
  const merchant = {
    url: '',
    received,
    /** Answers the next and all later requests; may be slow, may fail. */
    answer: async (_: Received): Promise<number> => 200,
    bodies: () => received.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  }
  const server = createServer(async (request, response) => {
    const got = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: await text(request),
    }
    received.push(got)
    const status = await merchant.answer(got)
    if (status === 0) response.destroy()
    else response.writeHead(status).end('{"status":"ok"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  merchant.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return merchant
}

export type TokenForm = Record<string, string>

/** Seed 001's token request, with what a test wants otherwise. */
export const tokenForm = (given: TokenForm = {}): TokenForm => ({
  grant_type: 'client_credentials',
  scope: 'webapi usermanagement email_send verification statement statistics payment',
  client_id: 'test',
  client_secret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
  invoiceID: '000000001',
  amount: '100',
  currency: 'KZT',
  terminal: '67e34d63-102f-4bd1-898e-370781d0074d',
  postLink: '',
  failurePostLink: '',
  ...given,
})

/** One request to the sandbox; an answer that is cut off is thrown. */
const ask = async (sandbox: Sandbox, ...request: Parameters<Transport>) => {
  const { status, text, headers, error } = await overNetwork(sandbox)(...request)
  if (status === undefined || error !== undefined) throw new Error(error)
  return { status, text, location: headers.get('location') ?? '' }
}

const askJson = async (sandbox: Sandbox, ...request: Parameters<Transport>) => {
  const { status, text } = await ask(sandbox, ...request)
  return { status, body: JSON.parse(text) as Record<string, unknown> }
}

export const requestToken = (sandbox: Sandbox, given: TokenForm = {}) =>
  askJson(sandbox, 'POST', '/epay2/oauth2/token', { form: tokenForm(given) })

export const tokenOf = async (sandbox: Sandbox, given: TokenForm = {}): Promise<string> => {
  const { status, body } = await requestToken(sandbox, given)
  if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`)
  return String(body.access_token)
}

/** A token without an invoice: it asks and operates, and cannot pay. */
export const serviceToken = async (sandbox: Sandbox, at?: string): Promise<string> => {
  const wanted = tokenForm(at === undefined ? {} : { terminal: at }) as Record<string, string>
  const { grant_type, scope, client_id, client_secret, terminal } = wanted
  const form = { grant_type, scope, client_id, client_secret, terminal } as TokenForm
  return String((await askJson(sandbox, 'POST', '/epay2/oauth2/token', { form })).body.access_token)
}

/** A payment object for the token of the same order; `auth` is the whole token answer, as merchants pass it. */
export const paymentObject = (accessToken: string, given: Record<string, unknown> = {}) => ({
  invoiceId: '000000001',
  backLink: 'https://shop.example/success',
  failureBackLink: 'https://shop.example/failure',
  postLink: '',
  language: 'rus',
  description: 'Tea',
  accountId: 'testuser1',
  terminal: '67e34d63-102f-4bd1-898e-370781d0074d',
  amount: 100,
  currency: 'KZT',
  auth: {
    access_token: accessToken,
    expires_in: 7200,
    refresh_token: '',
    scope: 'payment',
    token_type: 'Bearer',
  },
  ...given,
})

/** GETs the payment page as halyk.pay() would. */
export const openPayform = async (sandbox: Sandbox, payment: object, suffix = '') => {
  const path = `/payform/?params=${compressParams(payment)}${suffix}`
  const { text: html, ...rest } = await ask(sandbox, 'GET', path)
  return { ...rest, html, page: hiddenFields(html).page ?? '' }
}

/** POSTs the card form, as a browser without script does. */
export const submitCard = async (sandbox: Sandbox, page: string, typed: object = card) => {
  const { text: html, ...rest } = await ask(sandbox, 'POST', '/payform/pay', { form: { page, ...typed } })
  return { ...rest, html }
}

/** Token, page, card: one payment through the page. */
export const payThroughPage = async (
  sandbox: Sandbox,
  {
    order = {},
    token = {},
    typed = card,
  }: { order?: Record<string, unknown>; token?: TokenForm; typed?: object } = {},
) => {
  const accessToken = await tokenOf(sandbox, token)
  const opened = await openPayform(sandbox, paymentObject(accessToken, order))
  return { accessToken, opened, paid: await submitCard(sandbox, opened.page, typed) }
}

export const askStatus = (sandbox: Sandbox, accessToken: string, invoiceId: string) =>
  askJson(sandbox, 'GET', `/api/check-status/payment/transaction/${invoiceId}`, { accessToken })

export const control = (sandbox: Sandbox, method: Method, path: string, json?: object) =>
  askJson(sandbox, method, `/_sandbox/${path}`, { json })

/** Delivers what is due now and waits for the answers; the (virtual) clock stands still. */
export const settle = (sandbox: Sandbox) => sandbox.clock.advance('PT0S')

/** The journal as the control API prints it. */
export const journalText = async (sandbox: Sandbox): Promise<string> =>
  (await fetch(`${sandbox.url}/_sandbox/journal`)).text()

export const journal = async (sandbox: Sandbox) =>
  (await journalText(sandbox))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown> & { seq: number; kind: string })

/** Seed 000's way: nothing is paid, a card is saved. Answers its cardId. */
export const saveCard = async (sandbox: Sandbox, typed: object = card, invoiceId = '000000900') => {
  const verification = { amount: 0, currency: 'USD', cardSave: true, paymentType: 'cardVerification' }
  await payThroughPage(sandbox, {
    token: { invoiceID: invoiceId, amount: '0', currency: 'USD' },
    order: { ...verification, invoiceId },
    typed,
  })
  return (await sandbox.payments()).at(-1)?.cardId ?? ''
}

/** A body of payments/cards/auth for the token of the same order. */
export const chargeBody = (cardId: string, given: Record<string, unknown> = {}) => ({
  amount: 100,
  currency: 'KZT',
  terminalId: '67e34d63-102f-4bd1-898e-370781d0074d',
  invoiceId: '000000001',
  description: 'Tea again',
  accountId: 'testuser1',
  backLink: 'https://shop.example/success',
  postLink: 'http://127.0.0.1:9/postlink',
  paymentType: 'cardId',
  cardId: { id: cardId },
  ...given,
})

export const chargeCard = async (
  sandbox: Sandbox,
  body: object,
  headers: Record<string, string>,
  path = '/api/payments/cards/auth',
) => {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` })
