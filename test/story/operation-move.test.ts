import t from 'tap'
import { matches } from '../matches.ts'
import { lockedCard, openSandbox, payThroughPage, saveCard } from '../world.ts'
import { moneyOf, nothing, operate, type Paid, paid, serviceOf, twoStages } from './operating.ts'

/** Every status a payment can have, and how to bring one there. */
const roads: Record<string, (sandbox: Paid['sandbox']) => Promise<Paid>> = {
  AUTH: (sandbox) => paid(sandbox, { terminal: twoStages }),
  CHARGE: (sandbox) => paid(sandbox),
  CANCEL: async (sandbox) => {
    const held = await paid(sandbox, { terminal: twoStages })
    await operate(held, 'cancel')
    return held
  },
  CANCEL_OLD: async (sandbox) => {
    const held = await paid(sandbox, { terminal: twoStages })
    await sandbox.clock.advance('P7D')
    return { ...held, service: await serviceOf(sandbox, { terminal: twoStages }) }
  },
  REFUND: async (sandbox) => {
    const charged = await paid(sandbox)
    await operate(charged, 'refund')
    return charged
  },
  FAILED: async (sandbox) => {
    await payThroughPage(sandbox, { typed: lockedCard })
    const id = (await sandbox.payments()).at(-1)?.id ?? ''
    const { terminalId: terminal } = sandbox.credentials
    return {
      sandbox,
      spent: '',
      service: await serviceOf(sandbox),
      id,
      invoiceId: '000000001',
      terminal,
    }
  },
  VERIFIED: async (sandbox) => {
    await saveCard(sandbox, undefined, '000000001')
    const id = (await sandbox.payments()).at(-1)?.id ?? ''
    const { terminalId: terminal } = sandbox.credentials
    return { sandbox, spent: '', service: await serviceOf(sandbox), id, invoiceId: '000000001', terminal }
  },
}

/** The table of moves; what is not here is refused. */
const moves: Record<string, Record<string, object>> = {
  AUTH: {
    charge: { statusName: 'CHARGE', amount: 100, orgAmount: 100, payoutAmount: 0 },
    cancel: { statusName: 'CANCEL', amount: 100, orgAmount: 100, payoutAmount: 0 },
  },
  CHARGE: { refund: { statusName: 'REFUND', amount: 0, orgAmount: 100, payoutAmount: 100 } },
}

for (const [from, road] of Object.entries(roads)) {
  for (const operation of ['charge', 'cancel', 'refund']) {
    const to = moves[from]?.[operation]
    t.test(`${operation} of ${from} ${to ? 'is lawful' : 'is refused and changes nothing'}`, async (t) => {
      const payment = await road(await openSandbox(t))
      const before = await moneyOf(payment)
      t.equal(before.statusName, from)
      const answer = await operate(payment, operation)
      if (to) {
        matches(t, answer, nothing)
        t.same(await moneyOf(payment), to)
        return
      }
      matches(t, answer, { status: 400, body: { code: 100, message: /not possible.*got/ } })
      t.same(await moneyOf(payment), before)
    })
  }
}

t.test('a repeated operation is refused, whatever it was, and changes nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages, amount: 300 })
  for (const [operation, query] of [
    ['charge', '?amount=200'],
    ['refund', ''],
  ] as const) {
    matches(t, await operate(held, operation, { query }), nothing)
    const after = await moneyOf(held)
    matches(t, await operate(held, operation, { query }), { status: 400, body: { code: 100 } })
    t.same(await moneyOf(held), after)
  }
})

t.test('a part is charged, the rest of the hold is released', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages, amount: 300 })
  t.same(await moneyOf(held), { statusName: 'AUTH', amount: 300, orgAmount: 300, payoutAmount: 0 })
  matches(t, await operate(held, 'charge', { query: '?amount=120.50' }), nothing)
  t.same(await moneyOf(held), { statusName: 'CHARGE', amount: 120.5, orgAmount: 300, payoutAmount: 0 })
  matches(
    t,
    await operate(held, 'charge', { query: '?amount=1' }),
    { status: 400 },
    'and is not there any more',
  )
  matches(
    t,
    await operate(held, 'refund', { query: '?amount=121' }),
    { status: 400 },
    'refunds count what was charged',
  )
})

t.test('several parts are refunded until nothing is left', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox, { amount: 100 })
  const part = (amount: number) => operate(charged, 'refund', { query: `?amount=${amount}` })
  matches(t, await part(30), nothing)
  t.same(await moneyOf(charged), { statusName: 'CHARGE', amount: 70, orgAmount: 100, payoutAmount: 30 })
  matches(t, await part(45.5), nothing)
  t.same(await moneyOf(charged), { statusName: 'CHARGE', amount: 24.5, orgAmount: 100, payoutAmount: 75.5 })
  matches(t, await part(24.51), { status: 400, body: { code: 100, message: /too large.*at most 24.5/ } })
  matches(t, await operate(charged, 'refund'), nothing, 'without an amount: all that is left')
  t.same(await moneyOf(charged), { statusName: 'REFUND', amount: 0, orgAmount: 100, payoutAmount: 100 })
  matches(t, await part(10), { status: 400, body: { code: 100 } })
})

t.test('less than 10 KZT is not refunded; in dollars a cent is', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox)
  const refusal = { status: 400, body: { code: 100, message: /too small.*at least 10/ } }
  matches(t, await operate(charged, 'refund', { query: '?amount=9.99' }), refusal)
  matches(t, await operate(charged, 'refund', { json: { amount: 0 } }), refusal)
  matches(t, await moneyOf(charged), { amount: 100, payoutAmount: 0 })
  matches(t, await operate(charged, 'refund', { query: '?amount=10' }), nothing)

  const inDollars = { invoiceId: '000000002', currency: 'USD' }
  await payThroughPage(sandbox, { token: { invoiceID: '000000002', currency: 'USD' }, order: inDollars })
  const id = (await sandbox.payments()).at(-1)?.id ?? ''
  matches(t, await operate({ ...charged, id }, 'refund', { query: '?amount=0.01' }), nothing)
})

t.test('never more than is there is charged, and a hold is not cancelled in part', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages })
  const before = await moneyOf(held)
  for (const [operation, query, message] of [
    ['charge', '?amount=100.01', /too large.*got 100.01, expected at most 100/],
    ['charge', '?amount=0', /too small.*at least 0.01/],
    ['cancel', '?amount=50', /cancelled as a whole.*expected 100/],
    ['cancel', '?amount=101', /too large/],
  ] as const) {
    matches(t, await operate(held, operation, { query }), { status: 400, body: { code: 100, message } })
  }
  t.same(await moneyOf(held), before)
  matches(t, await operate(held, 'cancel', { query: '?amount=100' }), nothing, 'the whole of it may be named')
})

t.test('an outcome names the assumed rules its operations rest on', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages })
  await operate(held, 'charge', { query: '?amount=50' })
  await operate(held, 'refund', { query: '?amount=20' })
  await operate(held, 'refund', { query: '?amount=20' })
  const [payment] = await sandbox.payments()
  const named = payment?.assumed.filter((rule) => /partial charge|refunds add up/.test(rule))
  t.same(named, [
    'partial charge releases the rest',
    'refunds add up until nothing is left, then the status is REFUND',
  ])
})

t.test("a refund keeps the shop's own number, in any spelling, and tells no postlink", async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox, { postLink: 'http://127.0.0.1:9/' })
  const owed = (await sandbox.postlinks()).length
  await operate(charged, 'refund', { query: '?amount=10&externalID=R-1' })
  await operate(charged, 'refund', { json: { amount: 10, externalId: 'R-2' } })
  const journal = await (await fetch(`${sandbox.url}/_sandbox/journal`)).text()
  t.match(journal, /"externalId":"R-1"/)
  t.match(journal, /"externalId":"R-2"/)
  t.equal((await sandbox.postlinks()).length, owed)
})
