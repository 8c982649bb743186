import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { hiddenFields } from '../../server/client/screen.ts'
import type { Sandbox, SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { bearer, card, openSandbox, submitCard, tokenForm, tokenOf } from '../world.ts'

type Fields = Record<string, unknown>

const shop = '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4'

const wish = (given: Fields = {}) => ({
  shop_id: shop,
  account_id: 'testuser1',
  invoice_id: '000000001',
  amount: 100,
  currency: 'KZT',
  back_link: 'https://shop.example/back',
  recipient_contact: 'buyer@shop.example',
  recipient_contact_sms: '+77770000000',
  ...given,
})

const post = async (sandbox: Sandbox, path: string, body: Fields, token: string, root = '/api') => {
  const headers = { ...bearer(token), 'content-type': 'application/json' }
  const answer = await fetch(`${sandbox.url}${root}/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Fields }
}

const service = (sandbox: Sandbox) => {
  const { invoiceID: _i, amount: _a, currency: _c, terminal: _t, ...form } = tokenForm()
  return fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(form) })
    .then((answer) => answer.json())
    .then((body) => String((body as Fields).access_token))
}

const payLink = async (sandbox: Sandbox, link: Fields) => {
  const opened = await fetch(`${sandbox.apiUrl}/redirect/invoice-link/${link.id}`)
  const { page = '' } = hiddenFields(await opened.text())
  await submitCard(sandbox, page, card)
}

const open = async (t: Parameters<typeof openSandbox>[0], options: SandboxOptions = {}) => {
  const sandbox = await openSandbox(t, options)
  return { sandbox, token: await service(sandbox) }
}

t.test('the client test makes links with the shop of the documents', async (t) => {
  const { sandbox, token } = await open(t)
  const { status, body } = await post(sandbox, 'invoice', wish(), token)
  matches(t, { status, body }, { status: 200, body: { shop_id: shop, status: 'ACTIVE' } })
})

for (const [dialect, status] of [
  ['documented', 400],
  ['observed', 200],
] as const) {
  t.test(`${dialect}: a link without e-mail and telephone is answered ${status}`, async (t) => {
    const { sandbox, token } = await open(t, { dialect })
    const { recipient_contact: _e, recipient_contact_sms: _s, ...bare } = wish()
    matches(t, await post(sandbox, 'invoice', bare, token), { status })
    const noPhone = { ...bare, recipient_contact: 'buyer@shop.example', invoice_id: '000000002' }
    const answer = await post(sandbox, 'invoice', noPhone, token)
    t.equal(answer.status, status)
    if (status === 400) matches(t, answer.body, { message: /Recipient is required.*recipient_contact_sms/ })
    const bad = wish({ recipient_contact_sms: '123', invoice_id: '000000003' })
    matches(t, await post(sandbox, 'invoice', bad, token), { status: 400, body: { code: 1079 } })
  })
}

t.test('a list pages through the links of a client, in the captured form', async (t) => {
  const { sandbox, token } = await open(t)
  for (const i of [1, 2, 3]) await post(sandbox, 'invoice', wish({ invoice_id: `00000000${i}` }), token)
  const paging = { skip: 1, limit: 1 }
  const { status, body } = await post(sandbox, 'invoice-links', { paging }, token)
  t.equal(status, 200)
  matches(t, body, { TotalCount: 3, Records: [{ invoice_id: '000000002', status: 'ACTIVE' }] })
  const [row] = body.Records as Fields[]
  matches(t, row, {
    created_date: /^2025-02-12T09:42:51(\.\d{1,6})?\+05:00$/,
    updated_date: '0001-01-01T05:07:48+05:07',
    invoice_url: /\/api\/redirect\/invoice-link\//,
  })
  const last = { paging: { skip: 0, limit: 1 }, orderParameters: { field: 'id', typeOrder: 'DESC' } }
  matches(t, (await post(sandbox, 'invoice-links', last, token, '')).body, {
    Records: [{ invoice_id: '000000003' }],
  })
  const listed = { ...last, orderParameters: [{ field: 'id', typeOrder: 'DESC' }] }
  matches(t, (await post(sandbox, 'invoice-links', listed, token)).body, {
    Records: [{ invoice_id: '000000003' }],
  })
  matches(t, (await post(sandbox, 'invoice-links', {}, token)).body, { TotalCount: 3, Records: [{}, {}, {}] })
})

for (const [stages, status] of [
  ['one', 'CHARGE'],
  ['two', 'AUTH'],
] as const) {
  t.test(`a link is CHARGED once it is paid, at ${status} too`, async (t) => {
    const { sandbox, token } = await open(t, { stages })
    const { body: link } = await post(sandbox, 'invoice', wish(), token)
    await post(sandbox, 'invoice', wish({ invoice_id: '000000002' }), token)
    await payLink(sandbox, link)
    matches(t, await sandbox.payments(), [{ status }])
    const of = (name: string, method: string, ...searchParameter: string[]) =>
      post(sandbox, 'invoice-links', { searchParameters: [{ name, method, searchParameter }] }, token)
    matches(t, (await of('invoice_id', '=', '000000001')).body, {
      TotalCount: 1,
      Records: [{ status: 'CHARGED' }],
    })
    matches(t, (await of('status', 'in', 'CHARGED', 'EXPIRED')).body, { TotalCount: 1 })
    matches(t, (await of('status', '=', 'ACTIVE')).body, { Records: [{ invoice_id: '000000002' }] })
    matches(t, (await of('invoice_id', 'like', '%00000%')).body, { TotalCount: 2 })
    matches(t, (await of('id', '=', String(link.id))).body, { TotalCount: 1 })
    t.equal((await of('colour', '=', 'red')).status, 400)
  })
}

t.test('the links of another client are nobody else’s', async (t) => {
  const { sandbox, token } = await open(t)
  await post(sandbox, 'invoice', wish(), token)
  const form = { client_id: 'halykfinanceUSD', client_secret: 'U01gQZVL##lJ$NhJ' }
  const other = await tokenOf(sandbox, { ...form, terminal: 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16' })
  matches(t, (await post(sandbox, 'invoice-links', {}, other)).body, { TotalCount: 0, Records: [] })
  matches(t, await post(sandbox, 'invoice-links', {}, 'NONE'), { status: 401 })
})

/** fetch() names its own host. */
const askAs = (sandbox: Sandbox, host: string, token: string) =>
  new Promise<Fields>((resolve, reject) => {
    const headers = { ...bearer(token), host, 'content-type': 'application/json' }
    const asked = request(`${sandbox.url}/invoice`, { method: 'POST', headers }, (answer) =>
      text(answer).then((body) => resolve(JSON.parse(body)), reject),
    )
    asked.end(JSON.stringify(wish()))
  })

t.test('a link of the newer hosts has no /api in it', async (t) => {
  const { sandbox, token } = await open(t)
  const { id, invoice_url } = await askAs(sandbox, 'test-epay-api.epayment.kz', token)
  t.equal(invoice_url, `http://test-epay-api.epayment.kz/redirect/invoice-link/${id}`)
})
