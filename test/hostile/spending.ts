import { constants, publicEncrypt } from 'node:crypto'
import type { Sandbox } from '../../server/sandbox.ts'
import { answerWith, askingCard, browse, rightCode } from '../story/issuer.ts'
import {
  bearer,
  card,
  chargeBody,
  chargeCard,
  lockedCard,
  openPayform,
  paymentObject,
  requestToken,
  submitCard,
  type TokenForm,
  tokenForm,
} from '../world.ts'

/** A long session with a running sandbox: everything that should stay secret is said, in right places and wrong. */

export interface Writing {
  where: string
  text: string
}

/** Of no table of the sandbox: it may not come back from anywhere. The CVC is four digits, to be told from others. */
export const unlisted = { pan: '4242424242424242', expiry: '12/30', cvc: '9173', holder: 'TEST TEST' }
export const ownClient = { id: 'mine', secret: 'kept-by-nobody-5b1f0c' }
/** Its secret is sent where its name belongs. */
export const swapped = { id: 'swapped', secret: 'kept-by-nobody-77ab3e' }
const ownTerminal = { id: '44444444-4444-4444-8444-444444444444', client: 'mine' }

export type Ask = (method: string, path: string, body?: unknown) => Promise<Response>

type Town = Pick<Sandbox, 'url' | 'oauthUrl' | 'apiUrl' | 'payformUrl'>

export const townOf = (url: string) =>
  ({
    url,
    oauthUrl: `${url}/epay2/oauth2/token`,
    apiUrl: `${url}/api`,
    payformUrl: `${url}/payform/`,
  }) as Sandbox

const encrypted = async ({ apiUrl }: Town, { pan, cvc }: typeof unlisted) => {
  const key = await (await fetch(`${apiUrl}/public.rsa`)).text()
  const secret = JSON.stringify({ hpan: pan, expDate: '1230', cvc })
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(secret)).toString('base64')
}

/** Answers every access token that was issued, and how the bank refused what it refused. */
export const spend = async (town: Sandbox, ask: Ask, postLink: string) => {
  const issued: string[] = []
  let last = 0
  const tokenFor = async (given: TokenForm = {}) => {
    const invoiceID = String(++last).padStart(6, '0')
    const { body } = await requestToken(town, { invoiceID, postLink, secret_hash: 'echoed', ...given })
    issued.push(String(body.access_token))
    return { invoiceId: invoiceID, accessToken: String(body.access_token) }
  }
  const payOnPage = async (typed: object, given: object = {}) => {
    const { invoiceId, accessToken } = await tokenFor()
    const payment = paymentObject(accessToken, { invoiceId, postLink, ...given })
    const { page } = await openPayform(town, payment)
    return { invoiceId, accessToken, page, ...(await submitCard(town, page, typed)) }
  }

  // On the page: paid, declined, mistyped, another card, an unknown one.
  await payOnPage(card, { cardSave: true })
  const { page } = await payOnPage(lockedCard)
  for (const pan of ['4242 4242 4242 4242', '4242-4242-4242-4242', `${unlisted.pan}9173`, '4242424242424241'])
    await submitCard(town, page, { ...unlisted, pan })
  await submitCard(town, page, { ...unlisted, holder: unlisted.pan })
  await submitCard(town, page, { ...unlisted, expiry: unlisted.pan, cvc: unlisted.pan })

  // At the issuer: a wrong code, then the right one.
  const asked = await payOnPage(askingCard())
  const screen = await browse(new URL(asked.location, town.payformUrl).href)
  await answerWith(screen, { code: '0' })
  await answerWith(screen, { code: rightCode(screen) })

  // By the API: a saved card, a declined one, a cryptogram, one nobody can open.
  const { payments } = (await (await ask('GET', '/_sandbox/payments')).json()) as {
    payments: { id: string; cardId: string }[]
  }
  const saved = payments.find(({ cardId }) => cardId)?.cardId ?? ''
  for (const id of [saved, '00000000-0000-4000-8000-000000000484']) {
    const { invoiceId, accessToken } = await tokenFor()
    await chargeCard(town, chargeBody(id, { invoiceId, postLink }), bearer(accessToken))
  }
  for (const cryptogram of [
    await encrypted(town, unlisted),
    await encrypted(town, { ...unlisted, pan: card.pan }),
    'x',
  ]) {
    const { invoiceId, accessToken } = await tokenFor()
    const { cardId: _, ...order } = chargeBody('', { invoiceId, postLink }) as Record<string, unknown>
    const body = { ...order, cryptogram, name: 'TEST TEST' }
    await chargeCard(town, body, bearer(accessToken), '/api/payment/cryptopay')
  }
  const service = await tokenFor()
  for (const path of [`operation/${payments[0]?.id}/refund`, `card/deactivate/${saved}`])
    await fetch(`${town.apiUrl}/${path}`, { method: 'POST', headers: bearer(service.accessToken) })
  for (const path of ['check-status/payment/transaction/000001', 'operation/000001', 'cards/testuser1'])
    await fetch(`${town.apiUrl}/${path}`, { headers: bearer(service.accessToken) })

  // A merchant of one's own, and a rule that breaks answers.
  await ask('POST', '/_sandbox/merchants', { clients: [ownClient, swapped], terminals: [ownTerminal] })
  await tokenFor({ client_id: ownClient.id, client_secret: ownClient.secret, terminal: ownTerminal.id })
  const broken = { answer: { status: 502, happens: true } }
  await ask('POST', '/_sandbox/rules', { when: { operation: 'token' }, then: broken, times: 1 })
  await requestToken(town)
  // A word of letters alone could be anybody's: a token in a wrong place is known by its digits.
  const telling = issued.find((token) => /\d/.test(token) && /[A-Z]/.test(token)) ?? ''
  const refusals = await stray(town, ask, telling)
  return { tokens: issued.filter((token) => /^[A-Z0-9_]{22}$/.test(token)), refusals }
}

/** Secrets where they do not belong: every answer is an error, and must not say them again. */
const stray = async (town: Town, ask: Ask, accessToken: string): Promise<Writing[]> => {
  const { client_secret = '' } = tokenForm()
  const refusals: Writing[] = []
  const send = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${town.url}${path}`, init)
    refusals.push({ where: `answer ${answer.status} to ${path.split('?')[0]}`, text: await answer.text() })
  }
  const post = (body: string | URLSearchParams, path = '/epay2/oauth2/token') => {
    const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {}
    return send(path, { method: 'POST', body, headers: { ...headers, accept: 'text/html, */*' } })
  }
  const swap: TokenForm[] = [
    { client_id: swapped.secret, client_secret: swapped.id },
    { client_secret: `${client_secret}x` },
    ...['invoiceID', 'terminal', 'amount', 'currency'].map((field) => ({ [field]: unlisted.pan })),
  ]
  for (const given of swap) await post(new URLSearchParams(tokenForm(given)))
  await post(`{"client_secret":"${client_secret}","pan":"${unlisted.pan}",`)
  await post(JSON.stringify({ ...tokenForm(), pan: unlisted.pan, cvc: unlisted.cvc, amount: [unlisted.pan] }))
  await post(JSON.stringify({ pan: unlisted.pan, cvc: unlisted.cvc, page: accessToken }), '/payform/pay')
  await post(new URLSearchParams({ MD: accessToken, PaRes: unlisted.pan }), '/payment/confirm')
  await post(new URLSearchParams({ MD: accessToken, TermUrl: unlisted.pan }), '/acs/')
  await post(new URLSearchParams({ page: accessToken, outcome: unlisted.pan }), '/payform/pay')
  await send(`/payform/?strip=${unlisted.pan}&page=${accessToken}`)
  await send(`/no/such/address?access_token=${accessToken}&client_secret=${ownClient.secret}`)
  await send(`/api/operation/${accessToken}/refund`, { method: 'POST' })
  await ask('POST', '/_sandbox/merchants', { clients: [{ id: '', secret: ownClient.secret }] })
  await ask('POST', '/_sandbox/merchants', { clients: [{ ...ownClient, secret: [ownClient.secret] }] })
  return refusals
}
