import t, { type Test } from 'tap'
import { matches } from '../matches.ts'
import { sharedPostgres } from '../postgres.ts'
import { until } from '../until.ts'
import {
  askStatus,
  bearer,
  chargeBody,
  chargeCard,
  control,
  journal,
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

const postgres = await sharedPostgres()

/** Two sandboxes that share one journal, as behind a load balancer. */
const openTwo = async (t: Test) => {
  const journal = await postgres.database()
  return { one: await openSandbox(t, { journal }), two: await openSandbox(t, { journal }), journal }
}

const card = '00000000-0000-4000-8000-000000000000'

t.test('one begins a payment and the other ends it', async (t) => {
  const { one, two } = await openTwo(t)
  const merchant = await openMerchant(t)
  const accessToken = await tokenOf(one)
  const opened = await openPayform(two, paymentObject(accessToken, { postLink: merchant.url }))
  const paid = await submitCard(one, opened.page)
  t.equal(paid.status, 303)
  matches(t, (await askStatus(two, accessToken, '000000001')).body, { transaction: { statusName: 'CHARGE' } })
  t.same(await two.payments(), await one.payments())
  // Whichever of them sends it.
  await settle(two)
  await settle(one)
  t.equal(merchant.received.length, 1, 'the shop is told once')
  matches(t, await one.postlinks(), [{ state: 'delivered', attempts: [{ status: 200 }] }])
})

t.test('one invoice is paid once, however many are asked at the same moment', async (t) => {
  const { one, two } = await openTwo(t)
  const tokens = await Promise.all([one, two, one, two].map((sandbox) => tokenOf(sandbox)))
  const answers = await Promise.all(
    tokens.map((token, i) => chargeCard(i % 2 ? one : two, chargeBody(card), bearer(token))),
  )
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  t.equal((await one.payments()).filter(({ status }) => status === 'CHARGE').length, 1)
  t.same((await control(two, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('many payments at once through both: each once, in one journal without gaps', async (t) => {
  const { one, two } = await openTwo(t)
  const invoices = Array.from({ length: 40 }, (_, i) => String(i + 1).padStart(9, '0'))
  await Promise.all(
    invoices.map(async (invoiceId, i) => {
      const [first, second] = i % 2 ? [one, two] : [two, one]
      const token = await tokenOf(first, { invoiceID: invoiceId })
      const { status } = await chargeCard(second, chargeBody(card, { invoiceId }), bearer(token))
      t.equal(status, 200, invoiceId)
    }),
  )
  t.same((await one.payments()).map(({ invoiceId }) => invoiceId).sort(), invoices)
  const entries = await journal(two)
  t.same(
    entries.map(({ seq }) => seq),
    entries.map((_, i) => i + 1),
  )
})

t.test('a fork made by one is a fork for the other, and neither sends what it holds', async (t) => {
  const { one, two } = await openTwo(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  const token = await tokenOf(one)
  await chargeCard(one, chargeBody(card, { postLink: merchant.url }), bearer(token))
  await settle(one)
  const before = merchant.received.length
  const fork = await one.fork()
  const name = fork.url.split('/').at(-1)
  const there = { ...two, url: `${two.url}/w/${name}` }
  t.same((await control(there, 'GET', 'payments')).body, (await control(fork, 'GET', 'payments')).body)
  matches(t, (await control(there, 'GET', 'postlinks')).body, { postlinks: [{ state: 'held' }] })
  await control(there, 'POST', 'clock', { advance: 'PT24H' })
  matches(t, await fork.postlinks(), [{ state: 'held' }])
  t.equal(merchant.received.length, before)
  t.equal(
    (
      await chargeCard(
        there,
        chargeBody(card, { invoiceId: '000000002' }),
        bearer(await tokenOf(fork, { invoiceID: '000000002' })),
      )
    ).status,
    200,
  )
  await fork.rewind(3)
  t.same(
    (await control(there, 'GET', 'payments')).body,
    { payments: [], next: null },
    'and goes back for both',
  )
})

t.test('a saved card, a rule and the clock are everybody’s', async (t) => {
  const { one, two } = await openTwo(t)
  const saved = await saveCard(one)
  const charged = await chargeCard(two, chargeBody(saved), bearer(await tokenOf(two)))
  t.equal(charged.status, 200)
  await one.rules.add({ when: { invoiceId: '000000002' }, then: { reasonCode: 484 } })
  const order = { invoiceId: '000000002' }
  await payThroughPage(two, { token: { invoiceID: '000000002' }, order })
  matches(t, (await one.payments()).at(-1), { status: 'FAILED', reasonCode: 484 })
  await two.clock.advance('P1D')
  matches(t, (await control(one, 'GET', 'clock')).body, { now: '2025-02-13T04:42:51.000Z' })
})

t.test('a reset by one is a reset for all', async (t) => {
  const { one, two } = await openTwo(t)
  await payThroughPage(one)
  t.equal((await two.payments()).length, 1)
  await one.reset()
  t.same(await two.payments(), [])
  await payThroughPage(two)
  t.equal((await one.payments()).length, 1)
})

t.test('who watches one sees what happens at the other, and its reset', async (t) => {
  const { one, two } = await openTwo(t)
  const stream = await fetch(`${one.url}/_sandbox/journal`, { headers: { accept: 'text/event-stream' } })
  const seen = stream.body?.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>
  await payThroughPage(two)
  let text = ''
  let wasReset = false
  for await (const piece of seen) {
    text += piece
    if (text.includes('event: payment decided') && !wasReset) {
      wasReset = true
      await two.reset()
    }
    if (text.includes('event: reset')) break
  }
  t.match(text, /event: token issued[\s\S]*event: payment decided[\s\S]*event: reset/)
})

t.test('a workspace somebody set up is set up for all, and gone for all', async (t) => {
  const { one, two } = await openTwo(t)
  await control(one, 'PUT', 'workspaces/shop', { seed: 'mine', cards: '2020' })
  matches(t, (await control(two, 'GET', 'workspaces')).body, {
    workspaces: [{ name: 'default' }, { name: 'shop', seed: 'mine', cards: '2020' }],
  })
  matches(t, (await control(two, 'PUT', 'workspaces/shop', { dialect: 'observed' })).body, {
    seed: 'mine',
    cards: '2020',
  })
  await fetch(`${two.url}/_sandbox/workspaces/shop`, { method: 'DELETE' })
  matches(t, (await control(one, 'GET', 'workspaces')).body, { workspaces: [{ name: 'default' }] })
})

t.test('they give out one card key', async (t) => {
  const { one, two } = await openTwo(t)
  const keys = await Promise.all([one, two].map(async ({ url }) => (await fetch(`${url}/public.rsa`)).text()))
  t.match(keys[0], /BEGIN PUBLIC KEY/)
  t.equal(keys[0], keys[1])
})

t.test('what one is sending and never ends the other sends once the lease has run out', async (t) => {
  const { one, two } = await openTwo(t)
  const merchant = await openMerchant(t)
  const arrived = new Promise<void>((resolve) => {
    merchant.answer = () => {
      resolve()
      return new Promise(() => {})
    }
  })
  await payThroughPage(one, { order: { postLink: merchant.url } })
  await arrived
  merchant.answer = async () => 200
  matches(t, await two.postlinks(), [{ state: 'due', attempts: [{ status: null }] }])
  await two.clock.advance('PT2M')
  // Either of them may be the one that sends it now.
  await until(async () => (await two.postlinks())[0]?.state === 'delivered', 'it is sent again')
  const [first, second] = merchant.bodies()
  t.same(second, first, 'the same postlink again')
})

t.test('a new one joins where the others are: same clock, same payments', async (t) => {
  const { one, journal } = await openTwo(t)
  await one.clock.advance('PT5H')
  await payThroughPage(one)
  const three = await openSandbox(t, { journal })
  t.equal(three.clock.now().toISOString(), one.clock.now().toISOString())
  t.same(await three.payments(), await one.payments())
})
