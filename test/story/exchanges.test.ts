import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import {
  askStatus,
  bearer,
  card,
  chargeBody,
  chargeCard,
  control,
  journalText,
  lockedCard,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  requestToken,
  seedMoment,
  serviceToken,
  submitCard,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { inWorkspace, remove } from './rooms.ts'

type Fields = Record<string, unknown>

const list = async (sandbox: Sandbox, query = '') =>
  (await control(sandbox, 'GET', `exchanges?${query}`)).body.exchanges as Fields[]

const show = async (sandbox: Sandbox, id: unknown) =>
  (await control(sandbox, 'GET', `exchanges/${id}`)).body as Fields & {
    request: Fields & { headers: Fields; body: Fields; query: Fields; payment: Fields }
    answer: Fields & { headers: Fields; body: Fields }
  }

const lines = (exchanges: Fields[]) =>
  exchanges.map(({ method, path, status }) => `${method} ${path} ${status}`)

t.test('every request to the bank and every post to its page is kept with its answer', async (t) => {
  const sandbox = await openSandbox(t)
  const { opened } = await payThroughPage(sandbox, { typed: lockedCard })
  await askStatus(sandbox, await serviceToken(sandbox), '000000001')
  await fetch(`${sandbox.payformUrl}result?page=${opened.page}`)
  await fetch(`${sandbox.payformUrl}payform.css`)
  await control(sandbox, 'GET', 'payments')
  const exchanges = await list(sandbox)
  t.same(lines(exchanges), [
    'POST /epay2/oauth2/token 200',
    'GET /payform/ 200',
    'POST /payform/pay 303',
    'POST /epay2/oauth2/token 200',
    'GET /api/check-status/payment/transaction/000000001 200',
  ])
  matches(
    t,
    exchanges.map(({ operation }) => operation),
    ['token', 'openPage', 'pay', 'token', 'status'],
  )
  const about = { invoiceId: '000000001', terminal: sandbox.credentials.terminalId }
  matches(t, [...exchanges.slice(0, 3), exchanges[4]], [about, about, about, about])
  matches(t, exchanges[3], { invoiceId: null, terminal: sandbox.credentials.terminalId })
  t.equal(exchanges[2]?.page, opened.page)
  for (const { at, durationMs, sent } of exchanges) {
    t.equal(Date.parse(String(at)), Date.parse(seedMoment))
    t.ok(Number(durationMs) > 0)
    t.equal(sent, true)
  }
})

t.test('one exchange is shown whole: headers, body, answer, and how well its fields are known', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox, { postLink: 'https://shop.example/postlink' })
  const [line] = await list(sandbox)
  const { request, answer, provenance, summary, seq } = await show(sandbox, line?.id)
  matches(t, request.headers, {
    'content-type': /^application\/x-www-form-urlencoded/,
    host: /^127\.0\.0\.1/,
  })
  matches(t, request.body, { invoiceID: '000000001', postLink: 'https://shop.example/postlink' })
  matches(t, answer.headers, { 'content-type': /^application\/json/, 'access-control-allow-origin': '*' })
  matches(t, answer.body, { expires_in: 7200, token_type: 'Bearer' })
  matches(t, provenance, {
    operation: { level: 'documented' },
    fields: { access_token: { level: 'documented', grade: 'A', source: /Saving a payment card/ } },
  })
  t.equal(summary, 'Issue a token for one operation')
  t.equal(seq, 3, 'workspace, clock, token')
})

t.test('JSON is shown as fields, and a body that is none as it came', async (t) => {
  const sandbox = await openSandbox(t)
  const post = (body: string, type: string) =>
    fetch(sandbox.oauthUrl, { method: 'POST', body, headers: { 'content-type': type } })
  await post(JSON.stringify(tokenForm()), 'application/json')
  await post('{"grant_type": client_credentials}', 'application/json')
  const form = new FormData()
  for (const [name, value] of Object.entries(tokenForm())) form.append(name, value)
  await fetch(sandbox.oauthUrl, { method: 'POST', body: form })
  const [json, broken, multipart] = await list(sandbox)
  matches(t, (await show(sandbox, json?.id)).request.body, { grant_type: 'client_credentials' })
  matches(t, await show(sandbox, broken?.id), {
    status: 400,
    why: /JSON/,
    request: { body: '{"grant_type": client_credentials}' },
  })
  matches(t, (await show(sandbox, multipart?.id)).request.body, { grant_type: 'client_credentials' })
})

t.test('a refusal says why, and how to fix it', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox, { client_secret: 'wrong' })
  await requestToken(sandbox, { invoiceID: 'INV-1' })
  await fetch(`${sandbox.url}/epay/oauth/token`, { method: 'POST', body: 'a=b' })
  await openPayform(sandbox, { invoiceId: '000000001' })
  await fetch(`${sandbox.payformUrl}?params=cut`)
  const [secret, invoice, address, object, cut] = await list(sandbox)
  matches(t, secret, { status: 401, why: /client_secret does not match/ })
  matches(t, invoice, { status: 400, why: /invoiceID: got "INV-1", expected 6 to 15 digits/ })
  matches(t, (await show(sandbox, invoice?.id)).violations, [{ where: 'invoiceID', got: '"INV-1"' }])
  matches(t, address, { status: 404, operation: null, why: /No such address: POST \/epay\/oauth\/token/ })
  matches(t, object, { status: 400, operation: 'openPage', why: /terminal: got nothing/ })
  matches(t, (await show(sandbox, object?.id)).request.payment, { invoiceId: '000000001' })
  matches(t, (await show(sandbox, cut?.id)).violations, [{ where: 'params', fix: /payment-api\.js/ }])
  const { opened } = await payThroughPage(sandbox, { typed: { ...card, expiry: '13/27' } })
  t.equal(opened.status, 200)
  matches(t, (await list(sandbox)).at(-1), { status: 422, why: /^expiry: got a value \(not shown\)/ })
})

const waysToLeak = async (sandbox: Sandbox) => {
  const accessToken = await tokenOf(sandbox)
  const opened = await openPayform(sandbox, paymentObject(accessToken))
  await submitCard(sandbox, opened.page, { ...card, expiry: '' })
  await submitCard(sandbox, opened.page, { ...card, testCard: card.pan })
  await submitCard(sandbox, opened.page)
  const saved = await tokenOf(sandbox, { invoiceID: '000000002' })
  const cryptogram = { hpan: card.pan, expDate: '0127', cvc: card.cvc, terminalId: tokenForm().terminal }
  const body = { ...chargeBody('x'), invoiceId: '000000002', ...cryptogram, cryptogram: 'Q1'.repeat(340) }
  await chargeCard(sandbox, body, bearer(saved), '/api/payment/cryptopay')
  const raw = `{"pan": "${card.pan}", "cvc": "${card.cvc}", "client_secret":"${tokenForm().client_secret}", `
  await fetch(`${sandbox.apiUrl}/payments/cards/auth`, {
    method: 'POST',
    body: raw,
    headers: { 'content-type': 'application/json', ...bearer(saved), cookie: `t=${saved}` },
  })
  await fetch(`${sandbox.oauthUrl}?${new URLSearchParams(tokenForm())}`, {
    method: 'POST',
    headers: { referer: `${sandbox.payformUrl}?params=${compressParams(paymentObject(saved))}` },
  })
  const threeDS = await tokenOf(sandbox, { invoiceID: '000000003' })
  await sandbox.rules.add({ then: { threeDS: 'challenge' } })
  await chargeCard(
    sandbox,
    { ...chargeBody('00000000-0000-4000-8000-000000000000'), invoiceId: '000000003' },
    bearer(threeDS),
  )
  await fetch(
    `${sandbox.apiUrl}/payments/cards/confirmPayment?MD=1&PaRes=${'ab'.repeat(40)}&Access=${threeDS}`,
  )
  return [accessToken, saved, threeDS, 'Q1'.repeat(340), 'ab'.repeat(40)]
}

t.test('nothing that could be used is shown: no card number, CVC, secret or token', async (t) => {
  const sandbox = await openSandbox(t)
  const secrets = [...(await waysToLeak(sandbox)), card.pan, String(tokenForm().client_secret)]
  const exchanges = await list(sandbox)
  t.equal(exchanges.length, 12)
  const texts = [JSON.stringify(exchanges)]
  for (const { id } of exchanges) texts.push(JSON.stringify(await show(sandbox, id)))
  for (const secret of secrets) {
    t.same(
      texts.filter((text) => text.includes(secret)),
      [],
      `${secret.slice(0, 6)}… is nowhere`,
    )
  }
  const cvc = new RegExp(`cvc\\W+${card.cvc}`)
  t.same(
    texts.filter((text) => cvc.test(text)),
    [],
  )
  const paid = await show(
    sandbox,
    exchanges.find(({ status, path }) => path === '/payform/pay' && status === 303)?.id,
  )
  matches(t, paid.request.body, { pan: '440563...5096', cvc: '***', expiry: '01/27' })
  const charged = await show(sandbox, exchanges.find(({ operation }) => operation === 'cryptopay')?.id)
  t.match(charged.request.headers.authorization, /^Bearer [A-Z0-9_]{4}…$/)
  matches(t, charged.request.body, { cryptogram: /^Q1Q1Q1Q1Q1Q1… \(680 characters\)$/ })
})

t.test('what has been read of a payment stays found when the payment is forgotten', async (t) => {
  const sandbox = await openSandbox(t, { retain: 2 })
  await payThroughPage(sandbox)
  const found = await list(sandbox, 'invoiceId=000000001')
  t.equal(found.length, 3)
  for (let i = 2; i <= 6; i++) {
    const invoiceId = `00000000${i}`
    await payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order: { invoiceId } })
  }
  t.same(lines(await list(sandbox, 'invoiceId=000000001')), lines(found))
})

t.test('an answer of a deleted workspace is none of the one that has its name next', async (t) => {
  const sandbox = await openSandbox(t)
  const room = inWorkspace(sandbox, 'x')
  await control(room, 'POST', 'rules', { when: { operation: 'token' }, then: { delayMs: 200 } })
  const slow = requestToken(room)
  await until(async () => (await journalText(room)).includes('"token issued"'), 'the token is issued')
  await remove(sandbox, 'x')
  t.same(await list(room), [])
  t.equal((await slow).status, 200)
  t.same(await list(room), [])
})

t.test("an order's own number stands in a path, though it could be a card", async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceToken(sandbox)
  for (const number of ['100000000000009', card.pan]) await askStatus(sandbox, token, number)
  const paths = (await list(sandbox)).map(({ path }) => path).slice(1)
  t.same(paths, [
    '/api/check-status/payment/transaction/100000000000009',
    '/api/check-status/payment/transaction/440563...5096',
  ])
})

t.test(
  'what is refused before its workspace is asked for stands there, and not in the default one',
  async (t) => {
    const sandbox = await openSandbox(t)
    const room = inWorkspace(sandbox, 'x')
    await control(room, 'GET', 'clock')
    await fetch(`${room.apiUrl}/no/such/address`)
    await fetch(`${room.url}/epay2/oauth2/token`, { method: 'POST', headers: unreadable, body: '{' })
    t.same(lines(await list(room)), ['GET /api/no/such/address 404', 'POST /epay2/oauth2/token 400'])
    t.same(await list(sandbox), [])
  },
)

const unreadable = { 'content-type': 'application/json' }
