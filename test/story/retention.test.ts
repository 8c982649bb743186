import t from 'tap'
import { createLine } from '../../server/core/line.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  chargeBody,
  chargeCard,
  openMerchant,
  openSandbox,
  serviceToken,
  tokenOf,
} from '../world.ts'
import { makeLink } from './links-and-codes.ts'

const quirks = { savedCardFields: 'optional' } as const
const approved = '00000000-0000-4000-8000-000000000000'

const pay = async (sandbox: Sandbox, invoiceId: string, given: Record<string, unknown> = {}) => {
  const token = await tokenOf(sandbox, { invoiceID: invoiceId })
  // Nothing is owed to nobody.
  const order = { ...chargeBody(approved), invoiceId, postLink: '', ...given }
  const answer = await chargeCard(sandbox, order, bearer(token))
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}

t.test('the oldest settled payments are forgotten beyond what is retained', async (t) => {
  const sandbox = await openSandbox(t, { quirks, retain: 3 })
  for (let i = 1; i <= 5; i++) await pay(sandbox, `10000000${i}`)
  t.same(
    (await sandbox.payments()).map(({ invoiceId }) => invoiceId),
    ['100000003', '100000004', '100000005'],
  )
  const asked = await askStatus(sandbox, await serviceToken(sandbox), '100000001')
  matches(t, asked.body, { resultCode: '102', transaction: null })
})

t.test('a payment whose postlink is still owed is not forgotten', async (t) => {
  const sandbox = await openSandbox(t, { quirks, retain: 1 })
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  await pay(sandbox, '100000001', { postLink: merchant.url })
  await sandbox.waitForPostlink('100000001')
  await pay(sandbox, '100000002')
  t.equal((await sandbox.payments()).length, 2)
  merchant.answer = async () => 200
  await sandbox.clock.advance('PT1M')
  await pay(sandbox, '100000003')
  t.same(
    (await sandbox.payments()).map(({ invoiceId }) => invoiceId),
    ['100000003'],
  )
})

t.test('one payment that is held keeps no other from being forgotten', async (t) => {
  const sandbox = await openSandbox(t, { quirks, retain: 2 })
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  await pay(sandbox, '100000001', { postLink: merchant.url })
  await sandbox.waitForPostlink('100000001')
  for (let i = 2; i <= 6; i++) await pay(sandbox, `10000000${i}`)
  const invoices = (await sandbox.payments()).map(({ invoiceId }) => invoiceId)
  t.same(invoices.slice(0, 1), ['100000001'], 'it is owed a postlink')
  t.ok(invoices.length <= 3, invoices.join())
})

t.test('what is forgotten can be replayed: the same journal forgets the same', async (t) => {
  const journal = `${t.testdir()}/journal.sqlite`
  const first = await openSandbox(t, { quirks, retain: 2, journal })
  for (let i = 1; i <= 5; i++) await pay(first, `10000000${i}`)
  const before = await first.payments()
  await first.close()
  const second = await openSandbox(t, { quirks, retain: 2, journal })
  t.same(await second.payments(), before)
})

t.test('a line gives back in order what was put in, however much was taken out', (t) => {
  const line = createLine()
  for (let i = 0; i < 5000; i++) line.push(String(i))
  for (let i = 0; i < 4000; i++) line.shift()
  t.equal(line.first(), '4000')
  t.equal(line.size(), 1000)
  t.end()
})

t.test('links that nobody pays are forgotten too, the oldest first', async (t) => {
  const sandbox = await openSandbox(t, { retain: 3 })
  const accessToken = await serviceToken(sandbox)
  const links: string[] = []
  for (let i = 1; i <= 5; i++) {
    const made = await makeLink(sandbox, { invoice_id: `00000000${i}` }, accessToken)
    links.push(new URL(made.url).pathname)
  }
  const statuses = await Promise.all(
    links.map(async (path) => (await fetch(`${sandbox.url}${path}`, { redirect: 'manual' })).status),
  )
  t.same(
    statuses.map((status) => status < 400),
    [false, false, true, true, true],
  )
  await sandbox.clock.advance('P2D')
  await makeLink(sandbox, { invoice_id: '000000006' }, await serviceToken(sandbox))
})
