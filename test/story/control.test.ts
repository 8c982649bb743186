import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  control,
  lockedCard,
  openMerchant,
  openSandbox,
  payThroughPage,
  seedMoment,
  settle,
} from '../world.ts'

type Fields = Record<string, unknown>

const pay = (sandbox: Sandbox, invoiceId: string, more: { typed?: object; postLink?: string } = {}) => {
  const { typed, postLink = '' } = more
  const order = { invoiceId, postLink }
  return payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order, ...(typed ? { typed } : {}) })
}

const get = async (sandbox: Sandbox, path: string) => (await control(sandbox, 'GET', path)).body

t.test('health tells version, workspace and the moment of its clock', async (t) => {
  const sandbox = await openSandbox(t)
  const health = await get(sandbox, 'health')
  matches(t, health, { status: 'ok', version: /^\d+\.\d+\.\d+/, workspace: 'default' })
  t.equal(Date.parse(String(health.now)), Date.parse(seedMoment))
})

const threePayments = async (sandbox: Sandbox) => {
  await pay(sandbox, '000000001')
  await pay(sandbox, '000000002', { typed: lockedCard })
  await pay(sandbox, '000000003')
}

const invoicesOf = ({ payments }: Fields) => (payments as Fields[]).map(({ invoiceId }) => invoiceId)

t.test('payments are listed with what happened to them', async (t) => {
  const sandbox = await openSandbox(t)
  await threePayments(sandbox)
  const { payments, next } = await get(sandbox, 'payments')
  t.equal(next, null)
  const known = {
    amount: 100,
    currency: 'KZT',
    terminal: sandbox.credentials.terminalId,
    accountId: 'testuser1',
  }
  matches(t, payments, [
    {
      ...known,
      invoiceId: '000000001',
      status: 'CHARGE',
      cardMask: '440563...5096',
      reasonCode: 0,
      reason: 'success',
    },
    { ...known, invoiceId: '000000002', status: 'FAILED', cardMask: '400303...7597', reasonCode: 465 },
    { ...known, invoiceId: '000000003', status: 'CHARGE' },
  ])
  const [first] = payments as Fields[]
  t.same(await get(sandbox, `payments/${first?.id}`), first)
})

t.test('payments are found by invoice and by status', async (t) => {
  const sandbox = await openSandbox(t)
  await threePayments(sandbox)
  const found = async (query: string) => invoicesOf(await get(sandbox, `payments?${query}`))
  t.same(await found('invoiceId=000000002'), ['000000002'])
  t.same(await found('status=CHARGE'), ['000000001', '000000003'])
  t.same(await found('status=CHARGE&invoiceId=000000002'), [])
  t.same(await found('invoiceId=000000404'), [])
})

t.test('payments are listed page by page', async (t) => {
  const sandbox = await openSandbox(t)
  await threePayments(sandbox)
  const first = await get(sandbox, 'payments?limit=2')
  t.same(invoicesOf(first), ['000000001', '000000002'])
  const second = await get(sandbox, `payments?limit=2&after=${first.next}`)
  t.same(invoicesOf(second), ['000000003'])
  t.equal(second.next, null)
})

t.test('a payment nobody made is a problem document', async (t) => {
  matches(t, await control(await openSandbox(t), 'GET', 'payments/none'), {
    status: 404,
    body: { detail: /none/ },
  })
})

t.test('postlinks are listed with body and attempts, and found by invoice', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const postLink = `${merchant.url}/told`
  await pay(sandbox, '000000001', { postLink })
  await pay(sandbox, '000000002', { postLink, typed: lockedCard })
  await settle(sandbox)
  const [payment] = await sandbox.payments()
  const all = await get(sandbox, 'postlinks')
  const attempts = [
    { at: new Date(seedMoment).toISOString(), status: 200, error: null, responseBody: '{"status":"ok"}' },
  ]
  matches(t, all, {
    postlinks: [
      {
        paymentId: payment?.id,
        invoiceId: '000000001',
        kind: 'success',
        url: postLink,
        state: 'delivered',
        attempts,
      },
      { invoiceId: '000000002', kind: 'failure', state: 'delivered', attempts },
    ],
    next: null,
  })
  t.same((all.postlinks as Fields[])[0]?.body, merchant.bodies()[0])
  const { postlinks } = await get(sandbox, 'postlinks?invoiceId=000000002')
  t.same(postlinks, (all.postlinks as Fields[]).slice(1))
})

t.test('cards are those of the chosen edition', async (t) => {
  const cards = async (edition: '2025' | '2020') => get(await openSandbox(t, { cards: edition }), 'cards')
  for (const [edition, cvc] of [
    ['2025', '321'],
    ['2020', '815'],
  ] as const) {
    const { edition: named, cards: all } = (await cards(edition)) as { edition: string; cards: object[] }
    t.equal(named, edition)
    t.equal(all.length, 5)
    matches(t, all[0], { pan: '4405639704015096', cvc, status: 'unlock' })
  }
})

t.test('settings tell seed, cards and every quirk', async (t) => {
  const settings = await get(await openSandbox(t, { quirks: { expiresIn: 'string' } }), 'settings')
  matches(t, settings, { seed: 'test', cards: '2025', quirks: { expiresIn: 'string', acountId: 'both' } })
})

t.test('reason codes are explained in three languages', async (t) => {
  const { reasonCodes } = await get(await openSandbox(t), 'reason-codes')
  const code = (reasonCodes as Fields[]).find(({ code }) => code === 484)
  matches(t, code, { rus: /\S/, kaz: /\S/, eng: /\S/ })
})

t.test('workspaces under /w/ know nothing of each other', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000001')
  const other = `${sandbox.url}/w/other`
  const list = async (base: string) =>
    ((await (await fetch(`${base}/_sandbox/payments`)).json()) as Fields).payments
  t.same(await list(other), [])
  matches(t, await (await fetch(`${other}/_sandbox/health`)).json(), { workspace: 'other' })
  const answer = await fetch(`${other}/oauth2/token`, { method: 'POST', body: new URLSearchParams({}) })
  t.equal(answer.status, 400)
  await fetch(`${other}/_sandbox/reset`, { method: 'POST' })
  t.equal(((await list(sandbox.url)) as unknown[]).length, 1)
})
