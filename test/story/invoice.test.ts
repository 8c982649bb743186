import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  chargeBody,
  chargeCard,
  lockedCard,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  saveCard,
  submitCard,
  tokenOf,
} from '../world.ts'

const pay = (sandbox: Sandbox, invoiceId: string, typed?: object, terminal?: string) =>
  payThroughPage(sandbox, {
    token: { invoiceID: invoiceId, ...(terminal ? { terminal } : {}) },
    order: { invoiceId, ...(terminal ? { terminal } : {}) },
    ...(typed ? { typed } : {}),
  })

const statuses = async (sandbox: Sandbox) => (await sandbox.payments()).map(({ status }) => status)

t.test('a paid invoice cannot be paid again, neither on the page nor by a saved card', async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  await pay(sandbox, '000000001')
  t.equal((await pay(sandbox, '000000001')).opened.status, 400)
  const charge = await chargeCard(sandbox, chargeBody(cardId), bearer(await tokenOf(sandbox)))
  matches(t, charge, { status: 400, body: { code: -1, message: /already been paid/ } })
  t.same(await statuses(sandbox), ['VERIFIED', 'CHARGE'])
})

t.test('a failed invoice can be paid, with a fresh token', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000001', lockedCard)
  await pay(sandbox, '000000001')
  t.same(await statuses(sandbox), ['FAILED', 'CHARGE'])
})

t.test('an invoice that is open on two pages is paid on one', async (t) => {
  const sandbox = await openSandbox(t)
  const open = async () => openPayform(sandbox, paymentObject(await tokenOf(sandbox)))
  const [first, second] = [await open(), await open()]
  t.not(first.page, second.page)
  await submitCard(sandbox, first.page)
  const refused = await submitCard(sandbox, second.page)
  t.equal(refused.status, 400)
  t.match(refused.html, /заказ уже оплачен/i)
  t.match(refused.html, /<h1 id="heading">Заказ уже оплачен<\/h1>/, 'in the buyer’s words')
  t.match(refused.html, /href="https:\/\/[^"]+" data-testid="return">Вернуться в магазин</)
  const late = await open()
  matches(t, late, { status: 400, html: /data-testid="already-paid"/ })
  t.same(await statuses(sandbox), ['CHARGE'])
})

t.test('two orders may not share their last six digits', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '100000123456')
  for (const invoiceId of ['200000123456', '123456', '0123456']) {
    const { status, html } = (await pay(sandbox, invoiceId)).opened
    t.equal(status, 400, invoiceId)
    t.match(html, /те же шесть цифр/)
    t.match(html, '100000123456', 'the other order is named')
  }
  t.same(await statuses(sandbox), ['CHARGE'])
})

t.test('orders that differ in their last six digits are different orders', async (t) => {
  const sandbox = await openSandbox(t)
  for (const invoiceId of ['100000123456', '100000123457', '123458', '000000000000001'])
    await pay(sandbox, invoiceId)
  t.same(await statuses(sandbox), ['CHARGE', 'CHARGE', 'CHARGE', 'CHARGE'])
})

t.test('a failed attempt takes the last six digits for its own order only', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '100000123456', lockedCard)
  t.equal((await pay(sandbox, '200000123456')).opened.status, 400)
  await pay(sandbox, '100000123456')
  t.same(await statuses(sandbox), ['FAILED', 'CHARGE'])
})

t.test('another terminal counts its own invoices', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000001')
  await pay(sandbox, '000000001', undefined, '40a348cb-68a3-45d5-9002-a4836d79c3b5')
  t.same(await statuses(sandbox), ['CHARGE', 'CHARGE'])
})
