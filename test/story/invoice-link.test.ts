import t from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  control,
  journal,
  lockedCard,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  requestToken,
  seedMoment,
  serviceToken,
  settle,
  submitCard,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { answerWith, askingCard, rightCode } from './issuer.ts'
import { call, cancelLink, linkBody, linksOf, makeLink, pageAt, payAt, problemOn } from './links-and-codes.ts'
import { dollars, serviceOf, twoStages } from './operating.ts'
import { inWorkspace } from './rooms.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

t.test('the answer repeats the request, and says where and how long to pay', async (t) => {
  const sandbox = await openSandbox(t)
  const { body } = await makeLink(sandbox, { invoice_id: '25458124232312321', expire_period: '3d' })
  matches(t, body, {
    ...linkBody({ invoice_id: '25458124232312321', expire_period: '3d' }),
    id: uuid,
    status: 'ACTIVE',
    created_date: /^2025-02-12T09:42:51\.\d+\+05:00$/,
    expire_date: /^2025-02-15T09:42:51\.\d+\+05:00$/,
    updated_date: '0001-01-01T00:00:00Z',
    invoice_url: `${sandbox.url}/api/redirect/invoice-link/${body.id}`,
    terminal_id: sandbox.credentials.terminalId,
  })
})

t.test('a payment by link is an ordinary payment: page, card, status, postlink', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const token = String(
    (
      await requestToken(sandbox, {
        ...{ invoiceID: '', amount: '', currency: '' },
        secret_hash: 'HelloWorld123#',
      })
    ).body.access_token,
  )
  const links = { post_link: `${merchant.url}/paid`, back_link: 'https://shop.example/thanks' }
  const link = await makeLink(sandbox, { invoice_id: '002', data: 'shelf=7', ...links }, token)
  const end = await payAt(sandbox, link.url)
  t.match(end.html, /data-testid="result-ok"[\s\S]*href="https:\/\/shop\.example\/thanks"/)
  await settle(sandbox)
  matches(t, merchant.received, [{ path: '/paid' }])
  matches(t, merchant.bodies(), [
    {
      ...{ code: 'ok', invoiceId: '002', amount: 100, accountId: 'testuser1', description: 'Tea' },
      ...{ email: 'buyer@shop.example', phone: '77770000001', data: 'shelf=7', language: 'RUS' },
      secret_hash: 'HelloWorld123#',
    },
  ])
  matches(t, (await askStatus(sandbox, await serviceToken(sandbox), '002')).body, {
    resultCode: '100',
    transaction: { statusName: 'CHARGE', id: merchant.bodies()[0]?.id },
  })
  matches(t, await sandbox.payments(), [{ via: 'invoice link', status: 'CHARGE' }])
})

t.test('a failure goes to failure_post_link, and the buyer to failure_back_link', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { url } = await makeLink(sandbox, {
    post_link: `${merchant.url}/paid`,
    failure_post_link: `${merchant.url}/failed`,
    failure_back_link: 'https://shop.example/sorry',
  })
  const { page } = await pageAt(url)
  for (let i = 0; i < 3; i++) await submitCard(sandbox, page, lockedCard)
  await settle(sandbox)
  matches(t, merchant.received, [{ path: '/failed' }, { path: '/failed' }, { path: '/failed' }])
  const end = await fetch(`${sandbox.payformUrl}result?page=${page}`)
  t.match(await end.text(), /href="https:\/\/shop\.example\/sorry"/)
})

t.test('opened twice it is one page; after three declines it is a new one, and pays', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox)
  const [one, two] = [await pageAt(url), await pageAt(url)]
  t.equal(one.page, two.page)
  for (let i = 0; i < 3; i++) await submitCard(sandbox, one.page, lockedCard)
  const three = await pageAt(url)
  t.match(three.page, uuid)
  t.not(three.page, one.page)
  t.match((await payAt(sandbox, url)).html, /result-ok/)
  t.same(
    (await sandbox.payments()).map(({ status }) => status),
    ['FAILED', 'FAILED', 'FAILED', 'CHARGE'],
  )
})

t.test('a buyer who let the page lie opens the link again until it expires', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox)
  const { page } = await pageAt(url)
  await sandbox.clock.advance('PT21M')
  t.not((await pageAt(url)).page, page)
  await sandbox.clock.advance('PT23H30M')
  const last = await pageAt(url)
  await sandbox.clock.advance('PT9M')
  matches(t, await linksOf(sandbox), { invoiceLinks: [{ status: 'EXPIRED' }] })
  t.match((await submitCard(sandbox, last.page)).location, /^result/, 'its page ends with it')
  t.same(await sandbox.payments(), [])
})

t.test('an expired link says so in words, to a program and to a person', async (t) => {
  const sandbox = await openSandbox(t)
  const { url, id } = await makeLink(sandbox, { expire_period: '2d', language: 'eng' })
  await sandbox.clock.advance('P1DT23H59M59S')
  t.match((await pageAt(url)).page, uuid)
  await sandbox.clock.advance('PT1S')
  const answer = await fetch(url, { redirect: 'manual' })
  t.equal(answer.status, 400)
  matches(t, await answer.json(), {
    code: -1,
    message:
      `Payment link is over (field id, got ${id}, expired, expected an active link): ` +
      'make another one with POST invoice',
  })
  const screen = await pageAt(url)
  t.equal(screen.status, 400)
  t.match(problemOn(screen), /could not be opened.*expired.*make another one with POST invoice/)
  t.match(screen.html, `href="/payform/payform.css"`)
  const entries = (await journal(sandbox)).filter(({ kind }) => kind === 'invoice link ended')
  matches(t, entries, [{ link: id, how: 'expired' }])
})

t.test('without expire_period a link lives a day, and its entry names the guess', async (t) => {
  const sandbox = await openSandbox(t)
  const { body } = await makeLink(sandbox, { expire_period: undefined })
  matches(t, body, { expire_period: '1d', expire_date: /^2025-02-13T09:42:51/ })
  const made = (await journal(sandbox)).find(({ kind }) => kind === 'invoice link made')
  matches(t, made?.link, { assumed: ['invoice link without expire_period lives one day'] })
})

t.test('a paid link shows that it is paid, and pays no second time', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox)
  await payAt(sandbox, url)
  t.match((await pageAt(url)).html, /result-ok/)
  matches(t, await linksOf(sandbox), { invoiceLinks: [{ status: 'CHARGED' }] })
  await sandbox.clock.advance('P2D')
  matches(t, await linksOf(sandbox), { invoiceLinks: [{ status: 'CHARGED' }] }, 'and does not expire')
  t.equal((await sandbox.payments()).length, 1)
})

t.test('a link of an invoice that was paid by another way leads nowhere', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox)
  await payThroughPage(sandbox)
  const answer = await fetch(url, { redirect: 'manual' })
  matches(t, await answer.json(), { message: /^Invoice has already been paid .*got 000000001/ })
})

t.test('a cancelled link cannot be opened, and an open page of it cannot pay', async (t) => {
  const sandbox = await openSandbox(t)
  const { url, id } = await makeLink(sandbox)
  const { page } = await pageAt(url)
  matches(t, await cancelLink(sandbox, id), { status: 200, body: { id, status: 'CANCELLED' } })
  matches(t, await (await fetch(url)).json(), { message: /Payment link is over .*cancelled/ })
  t.match((await submitCard(sandbox, page)).location, /^result/)
  t.same(await sandbox.payments(), [])
  const again = await cancelLink(sandbox, id)
  matches(t, again, { status: 400, body: { title: 'Payment link is over' } })
  matches(t, await cancelLink(sandbox, 'nonsense'), {
    status: 404,
    body: { title: 'Payment link is not found' },
  })
})

t.test('an invoice has one active link; when that is over it may have another', async (t) => {
  const sandbox = await openSandbox(t)
  const first = await makeLink(sandbox)
  const again = () => call(sandbox, '/api/invoice', first.accessToken, linkBody())
  matches(t, await again(), {
    status: 400,
    body: {
      message: new RegExp(
        `^Invoice has a link already \\(field invoice_id, got 000000001, expected not ${first.id}'s\\): `,
      ),
    },
  })
  await cancelLink(sandbox, first.id)
  const second = await again()
  t.equal(second.status, 200)
  t.match((await payAt(sandbox, String(second.body.invoice_url))).html, /result-ok/)
  matches(t, (await again()).body, { message: /Invoice has already been paid/ })
})

const missing = undefined
const refusals: [string, Record<string, unknown>, RegExp, number?][] = [
  ['shop_id', { shop_id: missing }, /shop_id: got nothing, expected a UUID/],
  ['shop_id', { shop_id: 'e16cfde-f3e9-4b8a-8a2c-e16cfde1f3e9' }, /shop_id: got "e16cfde.*36 characters/],
  ['shop_id', { shop_id: '14f25a4b-d2bd-4dd8-b3a7-9390be4774c4' }, /Shop is not found .*got 14f25a4b/],
  ['account_id', { account_id: missing }, /account_id: got nothing/],
  ['invoice_id', { invoice_id: missing }, /invoice_id: got nothing, expected 1 to 64 letters/],
  ['invoice_id', { invoice_id: 'order 7' }, /invoice_id: got "order 7"/],
  ['amount', { amount: missing }, /amount: got nothing, expected a number/],
  ['amount', { amount: -1 }, /amount: got -1/],
  ['amount', { amount: 0 }, /Invalid amount .*got 0/, 470],
  ['currency', { currency: 'tenge' }, /currency: got "tenge", expected a three-letter code/],
  ['description', { description: 'Ж'.repeat(63) }, /description: got .*expected at most 125 bytes/],
  ['expire_period', { expire_period: '1 day' }, /expire_period: got "1 day", expected a number of days/],
  ['expire_period', { expire_period: '0d' }, /expire_period: got "0d"/],
  ['recipient_contact', { recipient_contact: missing }, /Recipient is required .*recipientContact: optional/],
  ['recipient_contact_sms', { recipient_contact_sms: missing }, /Recipient is required .*got nothing/],
  ['recipient_contact_sms', { recipient_contact_sms: '' }, /Recipient is required .*got nothing/],
  ['recipient_contact_sms', { recipient_contact_sms: '87770000001' }, /got 87770000001, expected \+7/, 1079],
  [
    'post_link',
    { post_link: 'mailto:shop@mail.ru' },
    /post_link: got "mailto:shop@mail.ru", expected an absolute http/,
  ],
  ['back_link', { back_link: 'javascript:x' }, /back_link: got "javascript:x"/],
  ['card_save', { card_save: 'yes' }, /card_save: got "yes", expected true or false/],
]

t.test('every wrong field is refused in words, and makes no link', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceOf(sandbox)
  for (const [field, given, message, code = -1] of refusals) {
    const answer = await call(sandbox, '/api/invoice', token, linkBody(given))
    matches(t, answer, { status: 400, body: { code, message } }, `${field} ${JSON.stringify(given)}`)
    t.match(answer.body.message, field)
  }
  t.same((await linksOf(sandbox)).invoiceLinks, [])
})

t.test('observed does without recipient_contact, as clients do', async (t) => {
  const sandbox = await openSandbox(t, { dialect: 'observed' })
  matches(t, (await makeLink(sandbox, { recipient_contact: missing })).body, { recipient_contact: '' })
})

t.test('a link needs a token of the shop’s own client, of any kind', async (t) => {
  const sandbox = await openSandbox(t)
  const ask = (token: string, given = {}) => call(sandbox, '/invoice', token, linkBody(given))
  matches(t, await ask('NONE'), { status: 401, body: { message: /Token is not valid/ } })
  matches(t, await ask(await serviceOf(sandbox, dollars)), {
    status: 400,
    body: { message: /Shop is not found/ },
  })
  matches(t, await ask(await serviceOf(sandbox), { shop_id: twoStages }), {
    status: 400,
    body: { code: 100, message: /Token is of another terminal/ },
  })
  const { grant_type, client_id, client_secret } = tokenForm()
  const bare = new URLSearchParams({ grant_type, client_id, client_secret } as Record<string, string>)
  const answer = await fetch(sandbox.oauthUrl, { method: 'POST', body: bare })
  const { access_token } = (await answer.json()) as { access_token: string }
  matches(t, await ask(access_token, { shop_id: twoStages }), {
    status: 200,
    body: { terminal_id: twoStages },
  })
  t.equal((await ask(await tokenOf(sandbox))).status, 200, 'a payment token will do')
  await sandbox.clock.advance('PT2H')
  matches(t, await ask(access_token), {
    status: 401,
    body: { message: /Token is not valid: it has expired/ },
  })
})

t.test('the documented shop of links is known by its own id, and by its terminal', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceOf(sandbox, dollars)
  const shop_id = '04F25A4B-d2bd-4dd8-b3a7-9390be4774c4'
  matches(t, (await makeLink(sandbox, { shop_id }, token)).body, { shop_id, terminal_id: dollars.terminal })
  const other = await makeLink(sandbox, { shop_id: dollars.terminal, invoice_id: '000000002' }, token)
  t.equal(other.body.terminal_id, dollars.terminal)
  const terminal = (await call(sandbox, `/api/terminals/${dollars.terminal}`, token)).body
  matches(t, terminal, { shop: { id: shop_id.toLowerCase() } })
})

t.test('an unknown link is refused in words, at both of its addresses', async (t) => {
  const sandbox = await openSandbox(t)
  for (const root of ['', '/api']) {
    const answer = await fetch(`${sandbox.url}${root}/redirect/invoice-link/nonsense`)
    t.equal(answer.status, 400)
    matches(t, await answer.json(), { message: /Payment link is not found .*got nonsense.*invoice_url/ })
  }
  const { url, id } = await makeLink(sandbox)
  t.match((await pageAt(url.replace(id, id.toUpperCase()))).page, uuid)
  t.match((await pageAt(url.replace('/api', ''))).page, uuid)
})

t.test('3-D Secure and two stages are as on any page', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceOf(sandbox, { terminal: twoStages })
  const { url } = await makeLink(sandbox, { shop_id: twoStages }, token)
  const asked = await payAt(sandbox, url, askingCard())
  const end = await answerWith(asked, { code: rightCode(asked) })
  t.match(end.html, /result-ok/)
  matches(t, await sandbox.payments(), [{ status: 'AUTH', via: 'invoice link' }])
  matches(t, await linksOf(sandbox), { invoiceLinks: [{ status: 'CHARGED' }] })
})

t.test('a rule changes the making of links, and the payments by them', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceToken(sandbox)
  const ask = () => call(sandbox, '/api/invoice', token, linkBody())
  const when = { operation: 'invoiceLink', invoiceId: '000000001' } as const
  await sandbox.rules.add({ when, then: { reasonCode: 100 }, times: 1 })
  matches(t, await ask(), { status: 400, body: { code: 100 } })
  await sandbox.rules.add({ when, then: { answer: { status: 502 } }, times: 1 })
  t.equal((await ask()).status, 502)
  await sandbox.rules.add({ when: { operation: 'page' }, then: { reasonCode: 484 }, times: 1 })
  const { url } = await makeLink(sandbox, {}, token)
  t.match((await payAt(sandbox, url)).html, /484/)
  t.match((await payAt(sandbox, url)).html, /result-ok/)
})

t.test('a link outlives a restart, and so does what became of it', async (t) => {
  const options = { journal: `${t.testdir()}/journal.sqlite` }
  const first = await createSandbox({ seed: 'test', clock: seedMoment, ...options })
  const paid = await makeLink(first)
  const open = await makeLink(first, { invoice_id: '000000002' })
  await payAt(first, paid.url)
  await first.close()
  const sandbox = await openSandbox(t, options)
  matches(t, await linksOf(sandbox), {
    invoiceLinks: [
      { id: paid.id, status: 'CHARGED' },
      { id: open.id, status: 'ACTIVE' },
    ],
  })
  const { pathname } = new URL(open.url)
  t.match((await payAt(sandbox, `${sandbox.url}${pathname}`)).html, /result-ok/)
})

t.test('links are kept as payments are, the newest of them', async (t) => {
  const sandbox = await openSandbox(t, { retain: 2 })
  const token = await serviceToken(sandbox)
  for (let i = 1; i <= 3; i++) {
    const { url } = await makeLink(sandbox, { invoice_id: `10000000${i}` }, token)
    await payAt(sandbox, url)
  }
  const numbers = async () =>
    ((await linksOf(sandbox)).invoiceLinks as { invoiceId: string }[]).map(({ invoiceId }) => invoiceId)
  t.same(await numbers(), ['100000002', '100000003'])
  for (let i = 4; i <= 6; i++) {
    await cancelLink(sandbox, (await makeLink(sandbox, { invoice_id: `10000000${i}` }, token)).id)
  }
  t.same(await numbers(), ['100000005', '100000006'])
  const open = await makeLink(sandbox, { invoice_id: '100000007', expire_period: '9d' }, token)
  t.match((await payAt(sandbox, open.url)).html, /result-ok/)
})

t.test('a workspace’s links are its own', async (t) => {
  const sandbox = await openSandbox(t)
  const blue = inWorkspace(sandbox, 'blue')
  const { url, id } = await makeLink(blue)
  t.equal(url, `${sandbox.url}/w/blue/api/redirect/invoice-link/${id}`)
  t.match((await payAt(blue, url)).html, /result-ok/)
  t.equal((await fetch(url.replace('/w/blue', ''))).status, 400)
  const dead = await pageAt(url.replace(id, 'nonsense'))
  t.match(dead.html, 'href="/w/blue/payform/payform.css"')
})

t.test('the cabinet lists links of an invoice, and one by its id', async (t) => {
  const sandbox = await openSandbox(t)
  const { id, url } = await makeLink(sandbox)
  await makeLink(sandbox, { invoice_id: '000000002' })
  const { body } = await control(sandbox, 'GET', 'invoice-links?invoiceId=000000001')
  const expected = {
    ...{ id, url, invoiceId: '000000001', status: 'ACTIVE', amount: 100, currency: 'KZT' },
    ...{ createdAt: '2025-02-12T04:42:51.000Z', expiresAt: '2025-02-13T04:42:51.000Z' },
  }
  matches(t, body, { invoiceLinks: [expected], next: null })
  matches(t, (await control(sandbox, 'GET', `invoice-links/${id}`)).body, expected)
  matches(t, await control(sandbox, 'GET', 'invoice-links/x'), { status: 404 })
})

t.test('a page opened by the shop for the same invoice is another page', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox)
  const opened = await openPayform(sandbox, paymentObject(await tokenOf(sandbox)))
  const { page } = await pageAt(url)
  t.not(page, opened.page)
  await submitCard(sandbox, opened.page)
  t.equal((await submitCard(sandbox, page)).status, 400, 'and only one of them pays')
  t.equal((await sandbox.payments()).length, 1)
})
