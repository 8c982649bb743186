import jsQR from 'jsqr'
import t from 'tap'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { createSandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  card,
  control,
  journal,
  lockedCard,
  openMerchant,
  openSandbox,
  payThroughPage,
  seedMoment,
  serviceToken,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'
import { answerWith, askingCard, browse, rightCode } from './issuer.ts'
import { call, makeQr, pageAt, payAt, problemOn, qrStatus } from './links-and-codes.ts'
import { dollars, serviceOf, twoStages } from './operating.ts'
import { inWorkspace } from './rooms.ts'

const expired = 'PT20M'

t.test('a code has a number, its text is a link, and everything else comes from the token', async (t) => {
  const sandbox = await openSandbox(t)
  const { body, billNumber } = await makeQr(sandbox)
  t.match(billNumber, /^1\d{13}$/)
  const url = `${sandbox.url}/homebank/?billNumber=${billNumber}`
  t.same(body, { billNumber, qrcode: url, homebankLink: url, onlinebankLink: url })
})

t.test('a scanned code is paid like any order: NEW, SCANNED, PAID, one postlink', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const asked = { accountId: 'buyer 7', description: 'Tea', language: 'KZ', payerEmail: 'a@shop.example' }
  const { url, accessToken, billNumber } = await makeQr(
    sandbox,
    { postLink: `${merchant.url}/paid`, payerPhone: '77770000001', ...asked },
    { secret_hash: 'HelloWorld123#' },
  )
  const status = () => qrStatus(sandbox, accessToken, billNumber)
  matches(t, await status(), { status: 'NEW', amount: 100, currency: 'KZT', retCode: '' })
  const { page } = await pageAt(url)
  matches(t, await status(), { status: 'SCANNED' })
  const end = await submitCard(sandbox, page)
  t.match(end.location, /^result/)
  await settle(sandbox)
  matches(t, merchant.bodies(), [
    {
      ...{ code: 'ok', invoiceId: '000000001', amount: 100, accountId: 'buyer 7', description: 'Tea' },
      ...{ email: 'a@shop.example', phone: '77770000001', language: 'KAZ', secret_hash: 'HelloWorld123#' },
    },
  ])
  const [paid] = await sandbox.payments()
  matches(t, paid, { status: 'CHARGE', via: 'qr' })
  matches(t, await status(), {
    ...{ status: 'PAID', retCode: '0', errDescription: '', reference: paid?.reference },
    ...{ cardMask: paid?.cardMask, cardType: 'VISA', cardId: '', issuer: /./ },
  })
  await sandbox.clock.advance('PT1H')
  matches(t, await status(), { status: 'PAID' }, 'and stays so')
  t.equal(merchant.received.length, 1)
  const ended = (await journal(sandbox)).filter(({ kind }) => kind === 'qr ended')
  t.same(ended, [])
})

t.test('the SDKs ask without a number: it is the code of the token', async (t) => {
  const sandbox = await openSandbox(t)
  const { accessToken } = await makeQr(sandbox)
  matches(t, await qrStatus(sandbox, accessToken), { status: 'NEW' })
  matches(t, await call(sandbox, '/qr', await serviceToken(sandbox)), {
    status: 400,
    body: { code: -1, message: /QR code is not found .*field billNumber, got nothing/ },
  })
})

t.test('a decline leaves the code SCANNED with its reason, three make it REJECTED', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const given = { postLink: merchant.url, failurePostLink: `${merchant.url}/failed` }
  const { url, accessToken } = await makeQr(sandbox, given)
  const { page } = await pageAt(url)
  const poor = { ...card, pan: panOfCode(484) }
  for (let i = 0; i < 2; i++) await submitCard(sandbox, page, poor)
  matches(t, await qrStatus(sandbox, accessToken), {
    ...{ status: 'SCANNED', retCode: '484', errDescription: /[a-z]/ },
    reference: undefined,
  })
  t.equal((await pageAt(url)).page, page, 'scanned again it is the same page')
  await submitCard(sandbox, page, lockedCard)
  matches(t, await qrStatus(sandbox, accessToken), { status: 'REJECTED', retCode: '465' })
  t.match((await browse(url)).html, /result-failed/)
  await sandbox.clock.advance('PT1H')
  t.same(
    merchant.received.map(({ path }) => path),
    ['/failed', '/failed', '/failed'],
    'nothing more is rejected later',
  )
})

t.test('after twenty minutes the code is cancelled and its transaction rejected', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const given = { postLink: merchant.url, failurePostLink: `${merchant.url}/failed`, language: 'eng' }
  const { url, accessToken, billNumber } = await makeQr(sandbox, given)
  await sandbox.clock.advance('PT19M59S')
  matches(t, await qrStatus(sandbox, accessToken), { status: 'NEW' })
  t.same(await sandbox.payments(), [])
  await sandbox.clock.advance('PT1S')
  matches(t, await qrStatus(sandbox, accessToken), {
    ...{ status: 'REJECTED', retCode: '504', errDescription: 'Timeout transaction' },
  })
  matches(t, merchant.received, [{ path: '/failed' }])
  matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 504, invoiceId: '000000001', cardMask: '' }])
  matches(t, (await askStatus(sandbox, accessToken, '000000001')).body, {
    transaction: { statusName: 'REJECT', reasonCode: '504' },
  })
  matches(t, await sandbox.payments(), [
    { via: 'qr', assumed: ['rejected QR code has the reason code 504 and a failure postlink', /./, /./] },
  ])
  const answer = await fetch(url)
  matches(
    t,
    { status: answer.status, body: await answer.json() },
    { status: 400, body: { code: -1, message: new RegExp(`^QR code is over .* got ${billNumber}\\):`) } },
  )
  const screen = await browse(url)
  t.match(problemOn(screen), /could not be opened.*QR code is over.*generate another one with a fresh token/)
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('a page that is open when the time is up ends with it', async (t) => {
  const sandbox = await openSandbox(t)
  const { url, accessToken } = await makeQr(sandbox)
  await sandbox.clock.advance('PT15M')
  const { page, html } = await pageAt(url)
  t.match(html, /data-minutes-left="5"|5 мин/)
  await submitCard(sandbox, page, lockedCard)
  await sandbox.clock.advance('PT5M')
  matches(t, await qrStatus(sandbox, accessToken), { status: 'REJECTED' })
  t.match((await submitCard(sandbox, page)).location, /^result/)
  t.same(
    (await sandbox.payments()).map(({ status }) => status),
    ['FAILED', 'REJECT'],
  )
})

t.test('a code is BLOCKED while the issuer asks, and paid when the buyer answers', async (t) => {
  const sandbox = await openSandbox(t)
  const { url, accessToken } = await makeQr(sandbox)
  const asked = await payAt(sandbox, url, askingCard())
  matches(t, await qrStatus(sandbox, accessToken), { status: 'BLOCKED', retCode: '' })
  t.match((await answerWith(asked, { code: rightCode(asked) })).html, /result-ok/)
  matches(t, await qrStatus(sandbox, accessToken), { status: 'PAID' })
})

t.test('an answer to the issuer that comes after the time pays nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { url, accessToken } = await makeQr(sandbox, { postLink: merchant.url })
  await sandbox.clock.advance('PT18M')
  const asked = await payAt(sandbox, url, askingCard())
  await sandbox.clock.advance('PT2M')
  matches(t, await qrStatus(sandbox, accessToken), { status: 'REJECTED', retCode: '504' })
  t.match((await answerWith(asked, { code: rightCode(asked) })).html, /result-failed/)
  await sandbox.clock.advance('PT1H')
  matches(t, await sandbox.payments(), [{ status: 'REJECT', reasonCode: 504 }])
  matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 504 }])
  t.equal(merchant.received.length, 1)
})

t.test('a terminal of two stages: AUTH, then PAID when it is charged', async (t) => {
  const sandbox = await openSandbox(t)
  const { url, accessToken } = await makeQr(sandbox, {}, { terminal: twoStages })
  await payAt(sandbox, url)
  matches(t, await qrStatus(sandbox, accessToken), { status: 'AUTH', retCode: '0' })
  const [{ id } = { id: '' }] = await sandbox.payments()
  const headers = { authorization: `Bearer ${accessToken}` }
  await fetch(`${sandbox.apiUrl}/operation/${id}/charge`, { method: 'POST', headers })
  matches(t, await qrStatus(sandbox, accessToken), { status: 'PAID' })
})

t.test('a code whose invoice was paid by another way is neither scanned nor rejected', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { url, accessToken } = await makeQr(sandbox, { postLink: merchant.url })
  await payThroughPage(sandbox)
  matches(t, await (await fetch(url)).json(), { message: /Invoice has already been paid/ })
  await sandbox.clock.advance(expired)
  matches(t, await qrStatus(sandbox, accessToken), { status: 'REJECTED' })
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
  t.same(merchant.received, [])
})

t.test('asked twice with one token it is one code; a changed wish keeps number and time', async (t) => {
  const sandbox = await openSandbox(t)
  const { billNumber, accessToken, url } = await makeQr(sandbox)
  const again = (given: object) =>
    call(sandbox, '/payment/qr/generate', accessToken, { postLink: 'http://127.0.0.1:9/', ...given })
  matches(t, await again({}), { status: 200, body: { billNumber } })
  t.equal((await journal(sandbox)).filter(({ kind }) => kind === 'qr made').length, 1)
  await sandbox.clock.advance('PT10M')
  matches(t, await again({ description: 'Coffee' }), { status: 200, body: { billNumber } })
  t.match((await pageAt(url)).html, /Coffee/)
  await sandbox.clock.advance('PT10M')
  matches(t, await qrStatus(sandbox, accessToken), { status: 'REJECTED' })
  matches(t, await again({}), { status: 401, body: { message: /Token has already been used/ } })
})

const missing = undefined
const refusals: [string, Record<string, unknown>, RegExp][] = [
  ['postLink', { postLink: missing }, /postLink: got nothing, expected an absolute http/],
  ['postLink', { postLink: '' }, /postLink: got ""/],
  ['postLink', { postLink: 'shop://postlink' }, /postLink: got "shop:\/\/postlink".*write the whole address/],
  ['failurePostLink', { failurePostLink: 'ftp://shop.example/' }, /failurePostLink: got "ftp:/],
  ['description', { description: 'Ж'.repeat(63) }, /description: got .*at most 125 bytes/],
  ['language', { language: 'x'.repeat(17) }, /language: got .*at most 16/],
  ['accountId', { accountId: {} }, /accountId: got \{\}, expected text/],
]

t.test('every wrong field is refused in words, and makes no code', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  for (const [field, given, message] of refusals) {
    const asked = { postLink: 'http://127.0.0.1:9/', ...given }
    const answer = await call(sandbox, '/api/payment/qr/generate', token, asked)
    matches(t, answer, { status: 400, body: { code: -1, message } }, `${field} ${JSON.stringify(given)}`)
  }
  matches(t, await call(sandbox, '/api/qr', token), { status: 400 })
})

t.test('a code needs a payment token that has not paid', async (t) => {
  const sandbox = await openSandbox(t)
  const ask = (token: string) =>
    call(sandbox, '/payment/qr/generate', token, { postLink: 'http://127.0.0.1:9/' })
  matches(t, await ask('NONE'), { status: 401, body: { message: /Token is not valid/ } })
  matches(t, await ask(await serviceToken(sandbox)), {
    status: 403,
    body: { message: /Token is not for payments/ },
  })
  const zero = await tokenOf(sandbox, { amount: '0', currency: 'USD' })
  matches(t, await ask(zero), { status: 400, body: { code: 470, message: /Invalid amount/ } })
  const { accessToken } = await payThroughPage(sandbox)
  matches(t, await ask(accessToken), { status: 401, body: { message: /already been used/ } })
  matches(t, await ask(await tokenOf(sandbox)), { status: 400, body: { message: /already been paid/ } })
})

t.test('another merchant’s code is as unknown as none, and a number that is none is explained', async (t) => {
  const sandbox = await openSandbox(t)
  const { billNumber } = await makeQr(sandbox)
  const stranger = await serviceOf(sandbox, dollars)
  matches(t, await qrStatus(sandbox, stranger, billNumber), { message: new RegExp(`got ${billNumber}\\):`) })
  matches(t, await qrStatus(sandbox, await serviceToken(sandbox), billNumber), { status: 'NEW' })
  matches(t, await qrStatus(sandbox, stranger, 'abc'), {
    message: /billNumber: got "abc", expected up to 20/,
  })
  matches(t, await qrStatus(sandbox, stranger, '1'), { message: /QR code is not found .*got 1/ })
  for (const path of ['homebank/', 'homebank/qr.svg']) {
    for (const [query, got] of [
      ['', 'nothing'],
      ['?billNumber=12', '12'],
    ]) {
      const answer = await fetch(`${sandbox.url}/${path}${query}`)
      matches(
        t,
        { status: answer.status, body: await answer.json() },
        { status: 400, body: { message: new RegExp(`field billNumber, got ${got}\\):`) } },
      )
    }
  }
})

t.test('a rule changes making a code and asking for it', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { operation: 'qr' }, then: { reasonCode: 484 }, times: 1 })
  await t.rejects(makeQr(sandbox), /484/)
  const { accessToken, billNumber } = await makeQr(sandbox)
  const when = { operation: 'qrStatus', invoiceId: '000000001' } as const
  await sandbox.rules.add({ when, then: { answer: { status: 503 } }, times: 2 })
  t.equal((await call(sandbox, '/api/qr', accessToken)).status, 503)
  t.equal((await call(sandbox, `/api/qr?billNumber=${billNumber}`, accessToken)).status, 503)
  t.equal((await call(sandbox, '/api/qr', accessToken)).status, 200)
})

t.test('a code outlives a restart, and its time goes on', async (t) => {
  const options = { journal: `${t.testdir()}/journal.sqlite` }
  const first = await createSandbox({ seed: 'test', clock: seedMoment, ...options })
  const { accessToken } = await makeQr(first)
  await first.clock.advance('PT19M')
  await first.close()
  const sandbox = await openSandbox(t, { ...options, clock: undefined })
  matches(t, await qrStatus(sandbox, accessToken), { status: 'NEW' })
  await sandbox.clock.advance('PT1M')
  matches(t, await qrStatus(sandbox, accessToken), { status: 'REJECTED' })
})

t.test('a code is forgotten with its payment, and with a token nobody paid with', async (t) => {
  const sandbox = await openSandbox(t, { retain: 1 })
  const { url: postLink } = await openMerchant(t)
  const one = await makeQr(sandbox, { postLink }, { invoiceID: '100000001' })
  const two = await makeQr(sandbox, { postLink }, { invoiceID: '100000002' })
  for (const { url } of [one, two]) {
    await payAt(sandbox, url)
    await settle(sandbox)
  }
  const ask = async (billNumber: string) => qrStatus(sandbox, await serviceToken(sandbox), billNumber)
  matches(t, await ask(one.billNumber), { message: /QR code is not found/ })
  matches(t, await ask(two.billNumber), { status: 'PAID' })
  const three = await makeQr(sandbox, {}, { invoiceID: '100000003' })
  for (let i = 0; i < 6; i++) await serviceToken(sandbox)
  matches(t, await ask(three.billNumber), { message: /QR code is not found/ })
  await sandbox.clock.advance(expired)
  t.equal((await sandbox.payments()).length, 1)
})

t.test('a workspace’s codes lead into the workspace', async (t) => {
  const sandbox = await openSandbox(t)
  const blue = inWorkspace(sandbox, 'blue')
  const { url, billNumber } = await makeQr(blue)
  t.equal(url, `${sandbox.url}/w/blue/homebank/?billNumber=${billNumber}`)
  t.match((await payAt(blue, url)).html, /result-ok/)
})

/** What a camera reads off the picture. */
const read = (svg: string): string | undefined => {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (const [, x, y, width, height] of svg.matchAll(/M(\d+),(\d+)h(\d+)v(\d+)/g)) {
    for (let row = 0; row < Number(height); row += 1) {
      const from = ((Number(y) + row) * size + Number(x)) * 4
      for (let i = from; i < from + Number(width) * 4; i += 4) pixels.fill(0, i, i + 3)
    }
  }
  return jsQR.default(pixels, size, size)?.data
}

t.test('the code can be shown: a picture of its text', async (t) => {
  const sandbox = await openSandbox(t)
  const { body, billNumber } = await makeQr(sandbox)
  const answer = await fetch(`${sandbox.url}/homebank/qr.svg?billNumber=${billNumber}`)
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), /^image\/svg\+xml/)
  const svg = await answer.text()
  t.equal(read(svg), body.qrcode)
})

t.test('a code that expires takes nothing from an invoice that ends alike', async (t) => {
  const sandbox = await openSandbox(t)
  const [first, second] = ['200000001', '100000001']
  const code = await makeQr(sandbox, {}, { invoiceID: second })
  const tea = { token: { invoiceID: first }, order: { invoiceId: first } }
  const { accessToken } = await payThroughPage(sandbox, { ...tea, typed: lockedCard })
  await sandbox.clock.advance(expired)
  const statusOf = (invoiceId: string) => askStatus(sandbox, accessToken, invoiceId)
  matches(t, (await statusOf(first)).body.transaction, { statusName: 'FAILED', invoiceID: first })
  matches(t, (await statusOf(second)).body.transaction, { statusName: 'REJECT', invoiceID: second })
  matches(t, await qrStatus(sandbox, code.accessToken, code.billNumber), { retCode: '504' })
  const { paid } = await payThroughPage(sandbox, tea)
  t.match(paid.location, /^result/, 'anyone who took the digits first may still pay')
  matches(t, (await statusOf(first)).body.transaction, { statusName: 'CHARGE' })
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})
