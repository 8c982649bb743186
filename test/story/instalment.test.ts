import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { askStatus, bearer, control, openMerchant, openSandbox, serviceToken, tokenOf } from '../world.ts'
import { call } from './links-and-codes.ts'

const shopId = '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4'

const conditions = async (sandbox: Sandbox, shop = shopId) =>
  call(sandbox, `/api/credit-condition?shopId=${shop}`, await serviceToken(sandbox))

/** A purchase of 12,000 KZT over three months: whatever a test does not say is right. */
const buy = async (
  sandbox: Sandbox,
  given: Record<string, unknown> = {},
  token: Record<string, string> = {},
) => {
  const { body } = await conditions(sandbox)
  const [{ id: creditConditionId = '' } = {}] = body as unknown as { id: string }[]
  const orderId = String(given.orderId ?? '000000001')
  const amount = Number(given.amount ?? 12_000)
  const accessToken = await tokenOf(sandbox, { invoiceID: orderId, amount: String(amount), ...token })
  const asked = { shopId, amount, orderId, creditConditionId, ...given }
  return { accessToken, ...(await call(sandbox, '/api/order', accessToken, asked)) }
}

const status = async (sandbox: Sandbox, orderId: string) =>
  (await call(sandbox, `/order/status?orderId=${orderId}`, await serviceToken(sandbox))).body.name

const press = (sandbox: Sandbox, id: string, answer: string) =>
  fetch(`${sandbox.url}/homebank/instalment/${id}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ answer }),
  })

const page = async (sandbox: Sandbox, id: string) =>
  (await fetch(`${sandbox.url}/homebank/instalment/${id}`)).text()

t.test('the clock walks a purchase from NEW to ACCEPT, and the shop is paid and told', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  matches(
    t,
    (await conditions(sandbox)).body,
    [3, 6, 12, 24].map((monthCount) => ({ shopId, monthCount, interestRate: monthCount < 24 ? 0 : 18.5 })),
  )
  const made = await buy(sandbox, {}, { postLink: merchant.url })
  matches(t, made, { status: 200, body: { amount: 12_000, approvedMonthCount: 3, approvedInterestRate: 0 } })
  const seen: unknown[] = [await status(sandbox, String(made.body.id))]
  for (const span of ['PT5S', 'PT5S', 'PT10S']) {
    await sandbox.clock.advance(span)
    seen.push(await status(sandbox, '000000001'))
  }
  t.same(seen, ['NEW', 'SCAN', 'IN_PROGRESS', 'ACCEPT'])
  matches(t, await sandbox.payments(), [
    { via: 'instalment', status: 'CHARGE', amount: 12_000, cardMask: '' },
  ])
  await sandbox.clock.advance('PT1S')
  matches(t, merchant.bodies(), [{ code: 'ok', invoiceId: '000000001', amount: 12_000 }])
  matches(t, (await askStatus(sandbox, made.accessToken, '000000001')).body, { resultCode: '100' })
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('the page that stands in for the bank’s app stops the clock and decides', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const id = String((await buy(sandbox, {}, { postLink: merchant.url })).body.id)
  t.match(await page(sandbox, id), /data-testid="homebank-monthly">4[^<]000/)
  await sandbox.clock.advance('PT5M')
  t.equal(await status(sandbox, id), 'SCAN', 'the buyer decides now')
  t.equal((await press(sandbox, id, 'ask')).status, 303)
  t.equal(await status(sandbox, id), 'IN_PROGRESS')
  await press(sandbox, id, 'reject')
  t.equal(await status(sandbox, id), 'REJECT')
  matches(t, await sandbox.payments(), [{ status: 'REJECT', reasonCode: 462 }])
  await sandbox.clock.advance('PT1S')
  matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 462 }])
  const again = String((await buy(sandbox)).body.id)
  t.not(again, id, 'a rejected purchase may be tried again')
  await page(sandbox, again)
  await press(sandbox, again, 'accept')
  t.equal(await status(sandbox, '000000001'), 'ACCEPT')
  matches(t, await (await press(sandbox, again, 'later')).json(), { message: /ask, accept, reject/ })
  t.equal((await press(sandbox, 'nobodys', 'accept')).status, 400)
})

t.test('a page that was left rejects after twenty minutes; a rule rejects by the clock', async (t) => {
  const sandbox = await openSandbox(t)
  const left = String((await buy(sandbox)).body.id)
  await page(sandbox, left)
  await sandbox.clock.advance('PT20M')
  t.equal(await status(sandbox, left), 'REJECT')
  const rule = { when: { operation: 'instalment' }, then: { reasonCode: 484 }, times: 1 }
  await control(sandbox, 'POST', 'rules', rule)
  await buy(sandbox, { orderId: '000000002' })
  await sandbox.clock.advance('PT20S')
  t.equal(await status(sandbox, '000000002'), 'REJECT')
  matches(t, await sandbox.payments(), [{ reasonCode: 504 }, { reasonCode: 484, status: 'REJECT' }])
})

t.test('what the bank says no to', async (t) => {
  const sandbox = await openSandbox(t)
  const refused = async (given: Record<string, unknown>) => {
    const { status, body } = await buy(sandbox, { orderId: '000000077', ...given })
    return `${status} ${body.message}`
  }
  t.match(await refused({ amount: 4999.99 }), /^400 .*amount.*5000/s)
  t.match(await refused({ shopId: '00000000-0000-4000-8000-000000000001' }), /^400 .*shopId/)
  t.match(await refused({ creditConditionId: '00000000-0000-4000-8000-000000000001' }), /creditConditionId/)
  matches(t, await conditions(sandbox, 'mine'), { status: 400, body: { code: /./, message: /shopId/ } })
  const token = bearer(await serviceToken(sandbox))
  const unknown = await fetch(`${sandbox.url}/order/status?orderId=000000999`, { headers: token })
  matches(t, await unknown.json(), { code: /./, message: /not found/ })
  t.equal(unknown.status, 400)
})

t.test('asked twice with one token it is one purchase', async (t) => {
  const sandbox = await openSandbox(t)
  const first = await buy(sandbox)
  const { id, amount, shopId: shop, creditConditionId } = first.body
  const same = { shopId: shop, amount, orderId: '000000001', creditConditionId }
  t.equal((await call(sandbox, '/order', first.accessToken, same)).body.id, id)
})
