import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  chargeBody,
  chargeCard,
  lockedCard,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  saveCard,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

t.test(
  'a verification takes no money and saves the card: VERIFIED, and its cardId in the postlink',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const token = await tokenOf(sandbox, { amount: '0', currency: 'USD', postLink: merchant.url })
    const order = { amount: 0, currency: 'USD', cardSave: true, paymentType: 'cardVerification' }
    const opened = await openPayform(sandbox, paymentObject(token, order))
    t.match(opened.html, 'Сохранение карты')
    await submitCard(sandbox, opened.page)
    await settle(sandbox)
    matches(t, merchant.bodies(), [{ code: 'ok', amount: 0, currency: 'USD', cardId: uuid }])
    matches(t, await sandbox.payments(), [{ status: 'VERIFIED', cardId: merchant.bodies()[0]?.cardId }])
  },
)

t.test('a verification that is declined saves nothing', async (t) => {
  t.equal(await saveCard(await openSandbox(t), lockedCard), '')
})

t.test('an ordinary payment with cardSave saves the card too', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { cardSave: true } })
  matches(t, await sandbox.payments(), [{ status: 'CHARGE', cardId: uuid }])
})

t.test('the buyer may save the card, when the shop says who the buyer is', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { typed: { ...card, save: 'true' } })
  const anonymous = { invoiceId: '000000002', accountId: '' }
  await payThroughPage(sandbox, {
    token: { invoiceID: '000000002' },
    order: anonymous,
    typed: { ...card, save: 'true' },
  })
  matches(t, await sandbox.payments(), [{ cardId: uuid }, { cardId: /^$/ }])
})

t.test('a payment that saves no card names none', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  matches(t, await sandbox.payments(), [{ cardId: /^$/ }])
})

type Headers = (token: string) => Record<string, string>

const charge = async (
  sandbox: Sandbox,
  given: Record<string, unknown> = {},
  { headers = bearer, path = '/api/payments/cards/auth' }: { headers?: Headers; path?: string } = {},
) => {
  const cardId = await saveCard(sandbox)
  return chargeCard(sandbox, chargeBody(cardId, given), headers(await tokenOf(sandbox)), path)
}

for (const path of ['/payments/cards/auth', '/api/payments/cards/auth']) {
  t.test(`a saved card is charged at ${path}`, async (t) => {
    const sandbox = await openSandbox(t)
    matches(t, await charge(sandbox, {}, { path }), {
      status: 200,
      body: { invoiceID: '000000001', secure3D: null },
    })
    matches(t, (await sandbox.payments()).at(-1), {
      status: 'CHARGE',
      cardMask: '440563...5096',
      via: 'saved card',
    })
  })
}

const headers: Record<string, Headers> = {
  'Authorization: Bearer': (token) => ({ Authorization: `Bearer ${token}` }),
  'authorization: bearer': (token) => ({ authorization: `bearer ${token}` }),
  'Authorization: BEARER and two spaces': (token) => ({ authorization: `BEARER  ${token}` }),
  'Authorize: bearer': (token) => ({ Authorize: `bearer ${token}` }),
}

for (const [spelling, make] of Object.entries(headers)) {
  t.test(`the token is read from ${spelling}`, async (t) => {
    t.equal((await charge(await openSandbox(t), {}, { headers: make })).status, 200)
  })
}

t.test('a charge is read as real clients write it', async (t) => {
  const nothing = { name: null, email: null, phone: null, invoiceIdAlt: null, failurePostLink: null }
  const texts = {
    amount: '100.00',
    accountId: 42,
    recurrent: true,
    iin: '000000000000',
  }
  const { status, body } = await charge(await openSandbox(t), { ...nothing, ...texts })
  t.equal(status, 200)
  matches(t, body, { amount: 100, accountId: '42', email: /^$/, phone: /^$/ })
})

t.test('names of a charge are read in any letter case', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  for (const [i, change] of (['toUpperCase', 'toLowerCase'] as const).entries()) {
    const invoiceId = `00000000${i + 1}`
    const asked = Object.entries(chargeBody(cardId, { invoiceId }))
    const body = Object.fromEntries(asked.map(([name, value]) => [name[change](), value]))
    const token = await tokenOf(sandbox, { invoiceID: invoiceId })
    matches(t, await chargeCard(sandbox, body, bearer(token)), {
      status: 200,
      body: { invoiceID: invoiceId },
    })
  }
})

t.test('the name of the id inside cardId is read in any letter case too', async (t) => {
  const sandbox = await openSandbox(t)
  const body = chargeBody('', { cardId: { ID: await saveCard(sandbox) } })
  t.equal((await chargeCard(sandbox, body, bearer(await tokenOf(sandbox)))).status, 200)
})

t.test('a charge tells its own links, else those of the token', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { savedCardFields: 'optional' } })
  const merchant = await openMerchant(t)
  const cardId = await saveCard(sandbox)
  const links = { postLink: `${merchant.url}/token` }
  const first = { postLink: '' }
  await chargeCard(sandbox, chargeBody(cardId, first), bearer(await tokenOf(sandbox, links)))
  const second = { invoiceId: '000000002', postLink: `${merchant.url}/charge` }
  const token = await tokenOf(sandbox, { ...links, invoiceID: '000000002' })
  await chargeCard(sandbox, chargeBody(cardId, second), bearer(token))
  await settle(sandbox)
  t.same(
    merchant.received.map(({ path }) => path),
    ['/token', '/charge'],
  )
  matches(t, merchant.bodies(), [
    { code: 'ok', cardId },
    { code: 'ok', cardId },
  ])
})

const unknown = 'e7e2587f-de26-4f41-ae1f-80c1fea31729'
const wrongCharges: [string, Record<string, unknown>, RegExp][] = [
  ['an unknown card', { cardId: { id: unknown } }, /card.*e7e2587f/i],
  ['a card id that is no UUID', { cardId: { id: '42' } }, /cardId\.id.*"42".*UUID/],
  ['a card id that is no object', { cardId: unknown }, /cardId.*object/],
  ['no card', { cardId: undefined }, /cardId/],
  ['another amount', { amount: 99 }, /amount.*99.*expected 100/],
  ['amount 0', { amount: 0 }, /amount/],
  ['no amount', { amount: undefined }, /amount.*nothing/],
  ['another currency', { currency: 'USD' }, /currency.*USD.*expected KZT/],
  ['another invoice', { invoiceId: '000000002' }, /invoiceId.*000000002.*expected 000000001/],
  ['an invoice with letters', { invoiceId: 'INV-01' }, /invoiceId.*INV-01.*digits/],
  ['another terminal', { terminalId: '40a348cb-68a3-45d5-9002-a4836d79c3b5' }, /terminal.*40a348cb/],
  ['a description of 126 bytes', { description: 'ж'.repeat(63) }, /description.*125 bytes/],
  ['a link no postlink can follow', { postLink: 'shop://postlink' }, /postLink.*shop:\/\/postlink/],
]

for (const [what, given, words] of wrongCharges) {
  t.test(`a charge with ${what} is refused in words`, async (t) => {
    const sandbox = await openSandbox(t)
    const { status, body } = await charge(sandbox, given)
    t.ok(status >= 400 && status < 500, `HTTP ${status}`)
    t.type(body.code, 'number')
    t.match(body.message, words)
    t.equal((await sandbox.payments()).length, 1, 'nothing was charged but the card saved before')
  })
}

t.test('another merchant’s card is as unknown as one that never was', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  const terminal = 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16'
  const client = { client_id: 'halykfinanceUSD', client_secret: 'U01gQZVL##lJ$NhJ', terminal }
  const token = await tokenOf(sandbox, client)
  const refused = await chargeCard(sandbox, chargeBody(cardId, { terminalId: terminal }), bearer(token))
  matches(t, refused, { status: 400, body: { code: 522, message: /Card is not found/ } })
})

t.test('a charge without a token, with an unknown or with a late one, is refused with 401', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  const late = await tokenOf(sandbox)
  await sandbox.clock.advance('PT2H')
  matches(t, await chargeCard(sandbox, chargeBody(cardId), {}), { status: 401, body: { message: /missing/ } })
  matches(t, await chargeCard(sandbox, chargeBody(cardId), bearer('X')), {
    status: 401,
    body: { message: /not valid/ },
  })
  matches(t, await chargeCard(sandbox, chargeBody(cardId), bearer(late)), {
    status: 401,
    body: { message: /expired/ },
  })
})

t.test('a body that is no JSON is refused in the shape of every refusal', async (t) => {
  const { apiUrl } = await openSandbox(t)
  const json = { 'content-type': 'application/json' }
  for (const body of ['{"amount":', '[]', '', '"text"']) {
    const answer = await fetch(`${apiUrl}/payments/cards/auth`, { method: 'POST', headers: json, body })
    t.equal(answer.status, 400)
    const { code, message } = (await answer.json()) as Record<string, unknown>
    matches(t, { code, message }, { code: Number, message: /.{10}/ }, body)
  }
})
