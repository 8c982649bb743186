import t, { type Test } from 'tap'
import type { PostlinkFault } from '../../contracts/rule.ts'
import { matches } from '../matches.ts'
import { bearer, openMerchant, openSandbox, payThroughPage, seedMoment, settle, tokenOf } from '../world.ts'
import { type Attempt, attempt, newInvoice } from './attempt.ts'
import { shopOf, terminalId, tokenOfShop } from './rooms.ts'

/** A shop that is told of one payment with a fault. */
const override = async (t: Test, postlink: PostlinkFault, asked: Attempt = {}) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await sandbox.rules.add({ then: { postlink }, times: 1 })
  const pay = (more: Attempt = {}) => attempt(sandbox, { ...asked, ...more, postLink: merchant.url })
  t.equal(await pay(), 0, 'the payment itself is not touched')
  await settle(sandbox)
  return { sandbox, merchant, pay }
}

const secondsAfter = (at: string) => (Date.parse(at) - Date.parse(seedMoment)) / 1000

t.test('a delayed postlink waits for the clock of the workspace', async (t) => {
  const { sandbox, merchant } = await override(t, { delayMs: 90_000 })
  await sandbox.clock.advance('PT1M29S')
  t.equal(merchant.received.length, 0)
  await sandbox.clock.advance('PT1S')
  t.equal(merchant.received.length, 1)
  matches(t, await sandbox.postlinks(), [{ state: 'delivered' }])
})

t.test('copies go out at the same instant with the same body', async (t) => {
  const { sandbox, merchant } = await override(t, { copies: 3 })
  t.equal(merchant.received.length, 3)
  t.equal(new Set(merchant.received.map(({ body }) => body)).size, 1)
  const attempts = (await sandbox.postlinks()).map(({ attempts }) => secondsAfter(attempts[0]?.at ?? ''))
  t.same(attempts, [0, 0, 0])
})

t.test('copies at the same instant are on their way together', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  let inside = 0
  let together = 0
  let arrived = () => {}
  const both = new Promise<void>((resolve) => {
    arrived = resolve
  })
  merchant.answer = async () => {
    inside += 1
    together = Math.max(together, inside)
    if (inside === 2) arrived()
    await both
    inside -= 1
    return 200
  }
  await sandbox.rules.add({ then: { postlink: { copies: 2 } } })
  await attempt(sandbox, { postLink: merchant.url })
  await settle(sandbox)
  t.equal(together, 2)
})

t.test('copies may be spaced out', async (t) => {
  const { sandbox, merchant } = await override(t, { copies: 3, copyEveryMs: 10_000, delayMs: 5_000 })
  await sandbox.clock.advance('PT1H')
  t.equal(merchant.received.length, 3)
  const postlinks = await sandbox.postlinks()
  t.same(
    postlinks.map(({ attempts }) => secondsAfter(attempts[0]?.at ?? '')),
    [5, 15, 25],
  )
})

t.test('a lost postlink is never sent, and says so', async (t) => {
  const { sandbox, merchant } = await override(t, { lost: true })
  await sandbox.clock.advance('P7D')
  t.equal(merchant.received.length, 0)
  matches(t, await sandbox.postlinks(), [
    { state: 'failed', attempts: [{ status: null, error: /lost by a rule/ }] },
  ])
})

t.test('a reordered postlink comes after the next one of any invoice', async (t) => {
  const first = newInvoice()
  const { sandbox, merchant, pay } = await override(t, { reorder: true }, { invoiceId: first })
  await sandbox.clock.advance('P1D')
  t.equal(merchant.received.length, 0, 'however long it takes')
  const second = newInvoice()
  await pay({ invoiceId: second })
  await settle(sandbox)
  t.same(
    merchant.bodies().map(({ invoiceId }) => invoiceId),
    [second, first],
  )
})

t.test('a postlink reordered within its invoice is not released by another one', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const invoiceId = newInvoice()
  const pay = (more: Attempt) => attempt(sandbox, { ...more, postLink: merchant.url })
  await sandbox.rules.add({ then: { reasonCode: 484, postlink: { reorder: 'invoice' } }, times: 1 })
  t.equal(await pay({ invoiceId }), 484)
  await pay({})
  await settle(sandbox)
  t.equal(merchant.received.length, 1)
  await pay({ invoiceId })
  await settle(sandbox)
  matches(t, merchant.bodies(), [{}, { invoiceId, reasonCode: 0 }, { invoiceId, reasonCode: 484 }])
})

t.test('a forged postlink carries another secret_hash', async (t) => {
  const { merchant, sandbox, pay } = await override(t, { forged: true })
  await pay()
  await settle(sandbox)
  const [forged, honest] = merchant.bodies()
  t.match(String(forged?.secret_hash), /^[0-9a-f]{32}$/)
  t.not(forged?.secret_hash, honest?.secret_hash)
})

t.test('a tampered postlink tells another amount and another currency than were paid', async (t) => {
  const { sandbox, merchant } = await override(t, { amount: 1, currency: 'USD' })
  matches(t, merchant.bodies(), [{ amount: 1, currency: 'USD', reasonCode: 0 }])
  matches(t, await sandbox.payments(), [{ amount: 100, currency: 'KZT' }])
})

t.test('a corrupt postlink is JSON that breaks off in the middle, under an honest length', async (t) => {
  const { sandbox, merchant, pay } = await override(t, { corrupt: true })
  const [corrupt] = merchant.received
  t.match(corrupt?.body, /^{"/)
  t.throws(() => JSON.parse(corrupt?.body ?? ''))
  t.equal(Number(corrupt?.headers['content-length']), Buffer.byteLength(corrupt?.body ?? ''))
  matches(t, corrupt?.headers, { 'content-type': 'application/json' })
  await pay()
  await settle(sandbox)
  t.equal((merchant.received[1]?.body ?? '').slice(0, 20), corrupt?.body.slice(0, 20))
  JSON.parse(merchant.received[1]?.body ?? '')
})

for (const contentType of [
  'text/plain',
  'text/html; charset=utf-8',
  'application/x-www-form-urlencoded',
  'none',
]) {
  t.test(`a postlink may come as ${contentType}`, async (t) => {
    const { merchant } = await override(t, { contentType })
    const [got] = merchant.received
    t.equal(got?.headers['content-type'], contentType === 'none' ? undefined : contentType)
    const isForm = contentType === 'application/x-www-form-urlencoded'
    const fields = isForm ? Object.fromEntries(new URLSearchParams(got?.body)) : JSON.parse(got?.body ?? '')
    matches(t, fields, { code: 'ok', currency: 'KZT', reasonCode: isForm ? '0' : 0 })
  })
}

t.test('fields are put in and left out; the others keep their order', async (t) => {
  const extra = { surprise: { deep: [1] }, code: 'maybe' }
  const { merchant, sandbox, pay } = await override(t, {
    extra,
    missing: ['amount', 'terminal', 'nothing such'],
  })
  await pay()
  await settle(sandbox)
  const [altered, honest] = merchant.bodies()
  matches(t, altered, extra)
  t.same(Object.keys(altered ?? {}), [
    ...Object.keys(honest ?? {}).filter((name) => !['amount', 'terminal'].includes(name)),
    'surprise',
  ])
})

t.test('a late postlink is sent when the status has changed again, with the old one', async (t) => {
  const sandbox = await openSandbox(t, shopOf(1, false))
  const merchant = await openMerchant(t)
  await sandbox.rules.add({ then: { postlink: { late: true } } })
  const order = { terminal: terminalId(1), postLink: merchant.url }
  await payThroughPage(sandbox, { token: tokenOfShop(1), order })
  await sandbox.clock.advance('PT1H')
  t.same(merchant.received, [])
  const [payment] = await sandbox.payments()
  const charge = await fetch(`${sandbox.apiUrl}/operation/${payment?.id}/charge`, {
    method: 'POST',
    headers: bearer(await tokenOf(sandbox, { ...tokenOfShop(1), invoiceID: '000000002' })),
  })
  t.equal(charge.status, 200)
  await settle(sandbox)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
  matches(t, merchant.bodies(), [{ id: payment?.id, code: 'ok' }])
})

t.test('faults go together', async (t) => {
  const { sandbox, merchant } = await override(t, {
    copies: 2,
    amount: 5,
    corrupt: true,
    contentType: 'text/plain',
    delayMs: 1000,
  })
  await sandbox.clock.advance('PT1S')
  t.equal(merchant.received.length, 2)
  for (const { body, headers } of merchant.received) {
    matches(t, headers, { 'content-type': 'text/plain' })
    t.match(body, '"amount":5')
    t.throws(() => JSON.parse(body))
  }
})

t.test('a changed postlink is retried as it was', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  await sandbox.rules.add({ then: { postlink: { corrupt: true, amount: 5 } } })
  await attempt(sandbox, { postLink: merchant.url })
  await sandbox.clock.advance('PT1M')
  t.equal(merchant.received.length, 2)
  t.equal(merchant.received[0]?.body, merchant.received[1]?.body)
})
