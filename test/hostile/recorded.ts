import { constants, publicEncrypt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { hiddenFields } from '../../server/client/screen.ts'
import { askingCard } from '../story/issuer.ts'
import { linkBody } from '../story/links-and-codes.ts'
import { card, chargeBody, paymentObject, tokenForm } from '../world.ts'
import { everyRoute } from './routes.ts'
import { type Answer, get, inject, payform, postForm, postJson, postParts, type Sent } from './target.ts'

/** Requests of a session that happened, and of one that is about to: ids and tokens in them are alive. */

const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
const postLink = 'http://127.0.0.1:9/postlink'
const html = { accept: 'text/html' }

let lastInvoice = 0
const nextInvoice = () => {
  lastInvoice = (lastInvoice + 1) % 1_000_000
  return String(lastInvoice).padStart(6, '0')
}

interface Session {
  /** Sends it and remembers it. */
  play(sent: Sent): Promise<Answer>
  /** Remembers it unsent: anyone who sends it first is served. */
  lay(...sent: Sent[]): void
  recorded: Sent[]
}

const openSession = (app: FastifyInstance): Session => {
  const recorded: Sent[] = []
  return {
    recorded,
    play(sent) {
      recorded.push(sent)
      return inject(app, sent)
    },
    lay: (...sent) => void recorded.push(...sent),
  }
}

const valueIn = ({ text }: Answer, pattern: RegExp): string => {
  const found = pattern.exec(text)?.[1]
  if (found === undefined)
    throw new Error(`the session broke off: expected ${pattern}, got ${text.slice(0, 400)}`)
  return found
}

const tokenFor = async ({ play }: Session, given: Record<string, string>) =>
  valueIn(
    await play(postForm('/epay2/oauth2/token', tokenForm({ postLink, ...given }))),
    /"access_token":"(\w+)"/,
  )

const pageFor = async (session: Session, given: Record<string, unknown> = {}, terminal?: string) => {
  const invoiceID = nextInvoice()
  const accessToken = await tokenFor(session, { invoiceID, ...(terminal ? { terminal } : {}) })
  const order = { invoiceId: invoiceID, postLink, ...(terminal ? { terminal } : {}), ...given }
  const sent = payform(paymentObject(accessToken, order))
  return {
    invoiceID,
    accessToken,
    sent,
    page: hiddenFields((await session.play(sent)).text).page ?? '',
  }
}

const playPage = async (session: Session) => {
  const { play, lay } = session
  const bought = await pageFor(session, { cardSave: true })
  await play(postForm('/payform/pay', { page: bought.page, ...card }, html))
  await play(get(`/payform/result?page=${bought.page}`, html))
  const declined = await pageFor(session)
  await play(
    postForm('/payform/pay', { page: declined.page, ...card, holder: 'CODE 484', save: 'true' }, html),
  )
  lay(
    postForm('/payform/pay', { page: declined.page, ...card, pan: '1', cvc: 'x', expiry: '99/99' }, html),
    postForm('/payform/pay', { page: declined.page, ...card, outcome: '484' }, html),
    postForm('/payform/pay', { page: declined.page, testCard: card.pan, isShortForm: 'true' }, html),
    get(`/payform/?page=${declined.page}&isShortForm=true`, html),
    get('/redesign-payform/payment-api.js'),
  )
  return bought
}

/** The issuer asks: where, and what is in the address. */
const askedOf = async (session: Session) => {
  const { page } = await pageFor(session)
  const { headers } = await session.play(postForm('/payform/pay', { page, ...askingCard() }, html))
  const way = String(headers.location)
  const { MD = '', TermUrl = '' } = Object.fromEntries(new URL(way, 'http://x').searchParams)
  return { way, MD, TermUrl, asked: await session.play(get(way, html)) }
}

const playIssuer = async (session: Session) => {
  const { lay } = session
  // One question is only looked at, and stays open.
  const open = await askedOf(session)
  lay(get(open.way, html), postForm('/acs/', { MD: open.MD, PaReq: 'x', TermUrl: open.TermUrl }, html))
  const { MD, TermUrl, asked } = await askedOf(session)
  const code = valueIn(asked, /data-testid="acs-right-code">(\d+)</)
  lay(
    postForm('/acs/answer', { MD, TermUrl, code: '000000' }, html),
    postForm('/acs/answer', { MD, TermUrl, code }, html),
    postForm('/acs/answer', { MD, TermUrl, cancel: 'true' }, html),
    postForm('/api/payments/cards/confirmPayment', { MD, PaRes: 'x' }, html),
    postJson('/payment/confirm', { MD, PaRes: 'x' }),
  )
}

const cryptogramOf = async ({ play }: Session) => {
  const key = (await play(get('/api/public.rsa'))).text
  const secret = JSON.stringify({ hpan: card.pan, expDate: '0127', cvc: card.cvc })
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(secret)).toString('base64')
}

/** All that an order may say beside what it must: none of it may get lost on its way. */
const whole = {
  ...{
    invoiceIdAlt: '000077',
    data: 'a=1',
    name: 'ANNA',
    email: 'anna@shop.example',
    phone: '77010000000',
  },
  ...{ backLink: 'https://shop.example/', failureBackLink: 'https://shop.example/no' },
  ...{ failurePostLink: 'https://shop.example/failed' },
}

/** Money that waits for the shop's second word. */
const hold = async (session: Session) => {
  const { play } = session
  const held = await pageFor(session, {}, twoStages)
  await play(postForm('/payform/pay', { page: held.page, ...card }, html))
  const answer = await play(get('/_sandbox/payments?limit=1000'))
  const { id } = (JSON.parse(answer.text) as { payments: { id: string }[] }).payments.at(-1) ?? { id: '' }
  return { id, invoiceID: held.invoiceID }
}

const playApi = async (session: Session, cardId: string) => {
  const { lay } = session
  const bearerOf = (token: string) => ({ authorization: `Bearer ${token}` })
  for (const id of [cardId, cardIdOfCode(0), cardIdOfCode(484)]) {
    const invoiceId = nextInvoice()
    const bearer = bearerOf(await tokenFor(session, { invoiceID: invoiceId }))
    lay(postJson('/api/payments/cards/auth', chargeBody(id, { invoiceId, postLink, ...whole }), bearer))
  }
  const invoiceId = nextInvoice()
  const { pan: _, cardId: __, ...order } = chargeBody('', { invoiceId, ...whole }) as Record<string, unknown>
  const bearer = bearerOf(await tokenFor(session, { invoiceID: invoiceId }))
  lay(
    postJson(
      '/payment/cryptopay',
      { ...order, cryptogram: await cryptogramOf(session), name: 'TEST' },
      bearer,
    ),
  )

  const held = await hold(session)
  const { id } = held
  const service = bearerOf(await tokenFor(session, { terminal: twoStages }))
  lay(
    postJson(`/api/operation/${id}/charge`, { amount: 10 }, service),
    postForm(`/operation/${id}/cancel`, { amount: '1' }, service),
    postJson(`/operation/${(await hold(session)).id}/cancel`, {}, service),
    postJson(`/operation/${id}/refund?amount=10&externalID=a`, {}, service),
    get(`/operation/${held.invoiceID}`, service),
    get(`/api/check-status/payment/transaction/${held.invoiceID}`, service),
    get('/api/cards/testuser1', service),
    postJson(`/api/card/deactivate/${cardId}`, {}, service),
    get(`/terminals/${twoStages}`, service),
    postJson('/public-profile', { terminalId: twoStages }, service),
    postJson('/oauth2/token', tokenForm()),
    postParts('/epay2/oauth2/token', tokenForm()),
  )
  return { id }
}

const wholeCode = {
  ...{
    postLink,
    failurePostLink: whole.failurePostLink,
    description: 'Tea',
    language: 'kaz',
    accountId: 'anna',
  },
  ...{ payerEmail: whole.email, payerPhone: whole.phone },
}
const wholeLink = {
  ...{ invoice_alt: '000078', data: 'b', card_save: true, notifier_contact: 'desk@shop.example' },
  ...{
    back_link: 'https://shop.example/',
    failure_back_link: 'https://shop.example/no',
    post_link: postLink,
  },
  ...{ failure_post_link: 'https://shop.example/failed', notifier_contact_sms: '+77010000001' },
}

/** Doors that are not the shop's own, a subscription, and lists: each as a shop asks for it. */
const layMore = async (session: Session) => {
  const bearer = async (given: Record<string, string> = {}) => ({
    authorization: `Bearer ${await tokenFor(session, given)}`,
  })
  const service = await bearer()
  const all = { paging: { page: 1, size: 10 } }
  const today = { name: 'created_at', method: '>', searchParameter: ['2025-02-12T00:00:00Z'] }
  const found = await session.play(get('/_sandbox/payments?limit=1000'))
  const { payments } = JSON.parse(found.text) as { payments: { id: string; status: string }[] }
  const transactionId = payments.find(({ status }) => status === 'CHARGE')?.id
  const code = await bearer({ invoiceID: nextInvoice() })
  const { text } = await session.play(
    postJson('/payment/qr/generate', { postLink, description: 'Tea' }, code),
  )
  const { billNumber } = JSON.parse(text) as { billNumber: string }
  session.lay(
    postJson('/invoice', { ...linkBody(), ...wholeLink, invoice_id: nextInvoice() }, service),
    postJson('/invoice-links', all, service),
    postJson('/api/payment/qr/generate', wholeCode, await bearer({ invoiceID: nextInvoice() })),
    get(`/qr?billNumber=${billNumber}`, code),
    postJson('/recurrent/subscribe', { transactionId, paymentFrequency: 'WEEKLY' }, service),
    postJson('/operations', all, service),
    postJson('/p2p/operations', { ...all, searchParameters: [today] }, service),
    get(`/check-status/payment/transactionId/${transactionId}`, service),
  )
}

const rule = { when: { invoiceId: '999999' }, then: { reasonCode: 484 }, times: 1 }
const shop = { price: '1000', language: 'eng', way: 'pay' }

const layControl = async ({ play, lay }: Session, payment: string) => {
  const answer = await play(get('/_sandbox/postlinks?limit=1000'))
  const { id } = (JSON.parse(answer.text) as { postlinks: { id: string }[] }).postlinks.at(-1) ?? { id: '' }
  lay(
    get('/_sandbox/', html),
    get(`/_sandbox/payments/${payment}`),
    get(`/_sandbox/postlinks/${id}`),
    ...['resend', 'hold', 'release'].map((verb) => postJson(`/_sandbox/postlinks/${id}/${verb}`, {})),
    postJson(`/_sandbox/postlinks/${id}/send`, { body: { invoiceId: '000001' } }),
    postJson('/_sandbox/rules', rule),
    postJson('/_sandbox/clock', { advance: 'PT1S' }),
    postJson('/_sandbox/clock', { set: '2025-02-12T09:42:51+05:00' }),
    postJson('/_sandbox/merchants', { clients: [{ id: 'mine', secret: 'c2VjcmV0' }] }),
    postJson('/_sandbox/provider-states', { state: 'a token', params: {}, action: 'setup' }),
    postJson('/_sandbox/scenarios', { name: 'postlink-comes-late' }),
    postJson('/_sandbox/scenarios', { steps: [{ token: {} }] }),
    { ...postJson('/_sandbox/workspaces/other', { dialect: 'observed', retain: 40 }), method: 'PUT' },
    { ...get('/_sandbox/workspaces/other'), method: 'DELETE' },
    postForm('/_sandbox/shop/checkout', shop, html),
    get('/w/other/_sandbox/health'),
    get('/_sandbox/dashboard/app.js'),
  )
}

/** Plays a session in an empty workspace; answers every request of it, sent and unsent, and one of every route. */
export const record = async (app: FastifyInstance): Promise<Sent[]> => {
  const session = openSession(app)
  await inject(app, postJson('/_sandbox/reset', {}))
  const { invoiceID, accessToken } = await playPage(session)
  await playIssuer(session)
  const cards = await session.play(get('/_sandbox/payments?limit=1000'))
  const { payments } = JSON.parse(cards.text) as { payments: { cardId: string }[] }
  const saved = payments.findLast(({ cardId }) => cardId)?.cardId ?? ''
  const { id } = await playApi(session, saved)
  await layMore(session)
  await layControl(session, id)
  const ids = { id, invoiceId: invoiceID, cardId: saved, accountId: 'testuser1', terminalId: twoStages }
  return [...session.recorded, ...everyRoute(app, ids, { authorization: `Bearer ${accessToken}` })]
}
