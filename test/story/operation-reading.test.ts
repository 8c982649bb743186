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
  openSandbox,
  payThroughPage,
  saveCard,
  serviceToken,
  settle,
} from '../world.ts'
import { operate, paid, serviceOf, tokenOf, twoStages } from './operating.ts'

const ask = async (sandbox: Sandbox, token: string, path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${sandbox.url}${path}`, { ...init, headers: bearer(token) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

for (const root of ['', '/api']) {
  t.test(`${root}/operation/{invoiceId} is the older, flat status`, async (t) => {
    const sandbox = await openSandbox(t)
    const charged = await paid(sandbox)
    const { status, body } = await ask(sandbox, charged.service, `${root}/operation/000000001`)
    t.equal(status, 200)
    matches(t, body, {
      id: charged.id,
      dateTime: /^2025-02-12T09:42:51(\.\d{1,9})?\+05:00$/,
      invoiceId: '000000001',
      amount: 100,
      currency: 'KZT',
      terminal: '98120001',
      accountId: 'testuser1',
      language: 'RU',
      cardMask: '440563...5096',
      reference: /^\d{12}$/,
      secure: /^true$/,
      code: 'CHARGE',
      reason: 'Successfully',
      reasonCode: 0,
    })
    await operate(charged, 'refund', { query: '?amount=40' })
    matches(t, (await ask(sandbox, charged.service, `${root}/operation/000000001`)).body, { amount: 60 })
    matches(t, await ask(sandbox, charged.service, `${root}/operation/000000404`), {
      status: 400,
      body: { code: 100, message: /not found/ },
    })
  })
}

t.test('the older status tells a decline by its code', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { typed: lockedCard })
  matches(t, await ask(sandbox, await serviceToken(sandbox), '/operation/000000001'), {
    status: 200,
    body: { code: 'FAILED', reasonCode: 465, reference: '', cardId: '' },
  })
})

t.test('a terminal says whether it charges at once, in the shape the mobile SDKs read', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceToken(sandbox)
  const merchant = {
    id: /^[0-9a-f-]{36}$/,
    tradeName: /\w/,
    companyName: /\w/,
    description: /\w/,
    phone: /^7\d{10}$/,
  }
  for (const [id, terminalId, singleMessageScheme] of [
    [sandbox.credentials.terminalId, '98120001', true],
    [twoStages.toUpperCase(), '98120006', false],
  ] as const) {
    const { status, body } = await ask(sandbox, token, `/terminals/${id}`)
    t.equal(status, 200)
    matches(t, body, {
      id: id.toLowerCase(),
      terminalId,
      singleMessageScheme,
      shop: { id: /^[0-9a-f-]{36}$/, name: /^Test merchant/, url: /^https:/, merchant },
    })
  }
  matches(t, await ask(sandbox, '', `/api/terminals/${twoStages}`), { status: 401, body: { code: -1 } })
})

t.test('the public profile answers what the SDKs need for their start', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  const body = JSON.stringify({ failureLink: '', postLink: '', payerEmail: 'b@shop.example' })
  const answer = await fetch(`${sandbox.apiUrl}/public-profile`, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': 'application/json', platform: 'SDK IOS' },
    body,
  })
  t.equal(answer.status, 200)
  const profile = (await answer.json()) as { assets: { color_scheme: { bg: string } } }
  matches(t, profile, {
    assets: {
      shop_name: 'Test merchant',
      color_scheme: { card_bg: /^#/, buttons: /^#/, text: /^#/, card_text: /^#/ },
      payment_view_settings: { byCard: true, byQR: false, byHalykID: false, attemptsInfo: true },
    },
    QR: '',
    homebankLink: '',
    onlinebankLink: '',
  })
  matches(t, JSON.parse(profile.assets.color_scheme.bg), { color1: /^#/, color2: /^#/, gradient: /\w/ })
  const anywhere = await serviceOf(sandbox, { terminal: '' })
  matches(t, await ask(sandbox, anywhere, '/public-profile', { method: 'POST' }), {
    status: 400,
    body: { message: /Terminal is required/ },
  })
})

const pascal = [
  'ID',
  'TransactionId',
  'MerchantID',
  'CardHash',
  'CardMask',
  'PayerName',
  'Reference',
  'IntReference',
  'Token',
  'Terminal',
  'CreatedDate',
  'PaymentAvailable',
  'AccountID',
]

t.test("a customer's cards are listed with Pascal-case keys; none is 200 with 1373", async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceToken(sandbox)
  const none = { status: 200, body: { code: 1373, message: /\w/ } }
  matches(t, await ask(sandbox, token, '/api/cards/testuser1'), none)
  const ids = [
    await saveCard(sandbox, card, '000000901'),
    await saveCard(sandbox, { ...card, pan: '5522042705066736', cvc: '775' }, '000000902'),
  ]
  const { status, body } = await ask(sandbox, token, '/cards/testuser1')
  const rows = body as unknown as Record<string, unknown>[]
  t.equal(status, 200)
  t.same(Object.keys(rows[0] ?? {}), pascal)
  t.same(
    rows.map(({ ID }) => ID),
    ids,
  )
  matches(t, rows[0], {
    TransactionId: (await sandbox.payments())[0]?.id,
    CardMask: '440563...5096',
    CardHash: /^[0-9a-f]{64}$/,
    PayerName: 'TEST TEST',
    Reference: /^\d{12}$/,
    IntReference: /^[0-9A-F]{16}$/,
    Terminal: '98120001',
    CreatedDate: /^2025-02-12T09:42:51.*\+05:00$/,
    PaymentAvailable: true,
    AccountID: 'testuser1',
  })
  matches(t, await ask(sandbox, token, '/cards/somebody%2Felse'), none)
  matches(t, await ask(sandbox, '', '/cards/testuser1'), { status: 401, body: { code: -1 } })
})

t.test(
  'a deactivated card is listed no more, declines with 522, and cannot be deactivated again',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const cardId = await saveCard(sandbox)
    const token = await serviceToken(sandbox)
    const deactivate = () =>
      ask(sandbox, token, `/api/card/deactivate/${cardId.toUpperCase()}`, { method: 'POST' })
    matches(t, await deactivate(), { status: 200, body: { status: /deactivated/ } })
    matches(t, await ask(sandbox, token, '/cards/testuser1'), { body: { code: 1373 } })
    matches(t, await deactivate(), { status: 400, body: { code: 522 } })

    const links = { postLink: `${merchant.url}/paid` }
    const charged = await chargeCard(sandbox, chargeBody(cardId, links), bearer(await tokenOf(sandbox)))
    matches(t, charged, { status: 400, body: { code: 522, message: /\w/ } })
    await settle(sandbox)
    matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 522, cardId: '' }])
    matches(t, (await sandbox.payments()).at(-1), { status: 'FAILED', reasonCode: 522 })
  },
)
