import t from 'tap'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  chargeBody,
  chargeCard,
  journal,
  journalText,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  requestToken,
  saveCard,
  serviceToken,
  submitCard,
  type TokenForm,
  tokenForm,
  tokenOf,
} from '../world.ts'

const post = async (url: string, body: RequestInit['body'], headers: Record<string, string> = {}) => {
  const answer = await fetch(url, { method: 'POST', body, headers })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TokenForm }
}

const multipart = (fields: TokenForm) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
const urlencoded = (fields: TokenForm) => new URLSearchParams(fields).toString()
const bytes = (fields: TokenForm) => new TextEncoder().encode(urlencoded(fields))

for (const path of ['/epay2/oauth2/token', '/oauth2/token']) {
  t.test(`${path} reads every encoding of a form that merchants send`, async (t) => {
    const { url } = await openSandbox(t)
    const form = 'application/x-www-form-urlencoded'
    const sent = [
      await post(url + path, multipart(tokenForm())),
      await post(url + path, urlencoded(tokenForm()), { 'content-type': form }),
      await post(url + path, urlencoded(tokenForm()), { 'content-type': `${form};charset=UTF-8` }),
      await post(url + path, bytes(tokenForm())),
      await post(url + path, bytes(tokenForm()), { 'content-type': 'application/octet-stream' }),
    ]
    for (const { status, body } of sent) {
      t.equal(status, 200)
      t.match(body.access_token, /^[A-Z0-9]{22}$/)
    }
    t.equal(
      new Set(sent.map(({ body }) => body.access_token)).size,
      sent.length,
      'every token is another one',
    )
  })
}

t.test('a merchant that misspells the currency as curency gets a payment token', async (t) => {
  const sandbox = await openSandbox(t)
  const { currency, ...rest } = tokenForm()
  const { status, body } = await post(sandbox.oauthUrl, multipart({ ...rest, curency: String(currency) }))
  t.equal(status, 200)
  t.equal((await openPayform(sandbox, paymentObject(String(body.access_token)))).status, 200)
})

t.test('field names are read in any letter case', async (t) => {
  const sandbox = await openSandbox(t)
  const { invoiceID, ...rest } = tokenForm()
  const { body } = await post(sandbox.oauthUrl, multipart({ ...rest, INVOICEid: String(invoiceID) }))
  t.equal((await openPayform(sandbox, paymentObject(String(body.access_token)))).status, 200)
})

t.test('fields nobody documented are tolerated and noted in the journal', async (t) => {
  const sandbox = await openSandbox(t)
  await tokenOf(sandbox, { cardSave: 'true', shopName: 'nobody' })
  const issued = (await journal(sandbox)).find(({ kind }) => kind === 'token issued')
  matches(t, issued, { token: { unknownFields: ['cardSave', 'shopName'], invoiceId: '000000001' } })
})

t.test('the observed dialect prints expires_in as clients saw it', async (t) => {
  const sandbox = await openSandbox(t, { dialect: 'observed' })
  t.equal((await requestToken(sandbox)).body.expires_in, '1200')
})

t.test('a service token, without an invoice, asks for the status and cannot pay', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const { grant_type, scope, client_id, client_secret, terminal } = tokenForm() as Record<string, string>
  const empty = { invoiceID: '', amount: '', currency: '' }
  const fields = { grant_type, scope, client_id, client_secret, terminal, ...empty } as TokenForm
  const withEmptyStrings = String((await post(sandbox.oauthUrl, multipart(fields))).body.access_token)
  for (const token of [await serviceToken(sandbox), withEmptyStrings]) {
    matches(t, (await askStatus(sandbox, token, '000000001')).body, { resultCode: '100' })
    const opened = await openPayform(sandbox, paymentObject(token, { invoiceId: '000000002' }))
    t.equal(opened.status, 403)
    t.match(opened.html, /токен не для оплаты/i)
  }
})

t.test('a secret with # $ & @ arrives whole in a form', async (t) => {
  const dollars = {
    client_id: 'halykfinanceUSD',
    client_secret: 'U01gQZVL##lJ$NhJ',
    terminal: 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16',
  }
  const qr = {
    client_id: 'EPAY-TEST-PAYMENT',
    client_secret: 'gG1uIMT$cTZJS&Lm',
    terminal: '5f7bdf8b-f34c-4aed-bd0c-47fa1e323496',
  }
  const sandbox = await openSandbox(t)
  t.equal((await requestToken(sandbox, dollars)).status, 200)
  t.equal((await requestToken(sandbox, qr)).status, 200)
})

t.test('a token lives 7200 seconds by the clock of the workspace', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const token = await serviceToken(sandbox)
  const unused = await tokenOf(sandbox, { invoiceID: '000000002' })
  await sandbox.clock.advance('PT1H59M59S')
  t.equal((await askStatus(sandbox, token, '000000001')).status, 200)
  await sandbox.clock.advance('PT1S')
  const late = await askStatus(sandbox, token, '000000001')
  t.equal(late.status, 401)
  t.match(late.body.message, /expired/)
  t.match((await openPayform(sandbox, paymentObject(unused, { invoiceId: '000000002' }))).html, /срок истёк/)
})

t.test('a token pays once; spent, it still asks for the status', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  const { accessToken } = await payThroughPage(sandbox)
  const again = await chargeCard(sandbox, chargeBody(cardId), bearer(accessToken))
  matches(t, again, { status: 401, body: { code: -1, message: /already been used/ } })
  matches(t, (await askStatus(sandbox, accessToken, '000000001')).body, {
    transaction: { statusName: 'CHARGE' },
  })
})

t.test('a token that two pages were opened with pays one of them', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { tokenInvoice: 'free' } })
  const token = await tokenOf(sandbox)
  const pages = [await openPayform(sandbox, paymentObject(token))]
  pages.push(await openPayform(sandbox, paymentObject(token, { invoiceId: '000000002' })))
  for (const { page } of pages) await submitCard(sandbox, page)
  t.equal((await sandbox.payments()).length, 1)
})

t.test('a shop calls the token endpoint from its own page: CORS with preflight', async (t) => {
  const { oauthUrl } = await openSandbox(t)
  const origin = 'https://shop.example'
  const asked = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-shop',
  }
  const preflight = await fetch(oauthUrl, { method: 'OPTIONS', headers: asked })
  t.equal(preflight.status, 204)
  t.equal(preflight.headers.get('access-control-allow-origin'), '*')
  t.match(preflight.headers.get('access-control-allow-methods'), /POST/)
  t.equal(preflight.headers.get('access-control-allow-headers'), 'x-shop')
  t.equal(preflight.headers.get('access-control-max-age'), '600')
  const granted = await post(oauthUrl, multipart(tokenForm()), { origin })
  t.equal(granted.status, 200)
  t.equal(granted.headers.get('access-control-allow-origin'), '*')
  const refused = await post(oauthUrl, multipart(tokenForm({ client_id: 'nobody' })), { origin })
  t.equal(refused.headers.get('access-control-allow-origin'), '*', 'the page may read the refusal too')
})

t.test('the journal holds no token that could be used', async (t) => {
  const sandbox = await openSandbox(t)
  const { accessToken } = await payThroughPage(sandbox)
  const written = await journalText(sandbox)
  t.match(written, '"token issued"')
  t.notMatch(written, accessToken)
})
