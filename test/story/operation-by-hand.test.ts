import t from 'tap'
import { matches } from '../matches.ts'
import { control, journal, openMerchant, openSandbox, payThroughPage, settle } from '../world.ts'
import { moneyOf, operate, paid, twoStages } from './operating.ts'

const amounts = { statusName: 'CHARGE', orgAmount: 100 }

t.test('a hold is charged in part by hand, and given back in parts', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages })
  const charged = await control(sandbox, 'POST', `payments/${held.id}/charge`, { amount: 60 })
  matches(t, charged, { status: 200, body: { id: held.id, status: 'CHARGE' } })
  matches(t, await moneyOf(held), { ...amounts, amount: 60 })
  matches(t, await control(sandbox, 'POST', `payments/${held.id}/refund`, { amount: 19.5 }), { status: 200 })
  matches(t, await moneyOf(held), { ...amounts, amount: 40.5 })
  const rest = await control(sandbox, 'POST', `payments/${held.id}/refund`)
  matches(t, rest, { status: 200, body: { status: 'REFUND' } }, 'without an amount all that is left')
  matches(
    t,
    (await journal(sandbox)).filter(({ kind }) => kind === 'payment operated'),
    [{ operation: 'charge' }, { operation: 'refund' }, { operation: 'refund' }],
  )
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test(
  'a hold is cancelled by hand, and the late postlink goes out as after the call of a shop',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    await control(sandbox, 'POST', 'rules', { then: { postlink: { late: true } } })
    const held = await paid(sandbox, { terminal: twoStages, postLink: `${merchant.url}/paid` })
    const cancelled = await control(sandbox, 'POST', `payments/${held.id}/cancel`, {})
    matches(t, cancelled, { status: 200, body: { status: 'CANCEL' } })
    await settle(sandbox)
    matches(t, merchant.bodies(), [{ code: 'ok' }])
  },
)

t.test('what is not lawful by hand is refused in words, and changes nothing', async (t) => {
  const sandbox = await openSandbox(t)
  const one = await paid(sandbox)
  const ask = (verb: string, body?: object) => control(sandbox, 'POST', `payments/${one.id}/${verb}`, body)
  matches(t, await ask('charge'), {
    status: 400,
    body: {
      title: 'Operation is not possible',
      violations: [{ where: 'status', got: 'CHARGE', expected: 'AUTH for charge' }],
    },
  })
  matches(t, await ask('refund', { amount: 100.01 }), {
    status: 400,
    body: { violations: [{ where: 'amount', got: '100.01', expected: 'at most 100' }] },
  })
  matches(t, await ask('refund', { amount: 5 }), {
    body: { violations: [{ where: 'amount', got: '5', expected: 'at least 10' }] },
  })
  matches(t, await ask('refund', { amount: 'all' }), {
    status: 400,
    body: { violations: [{ where: 'amount', got: '"all"', expected: /a number such as 100/ }] },
  })
  matches(t, await control(sandbox, 'POST', 'payments/none/refund'), {
    status: 404,
    body: { title: 'Payment is not found', detail: /got none/ },
  })
  matches(t, await moneyOf(one), { ...amounts, amount: 100 })
})

t.test('a rule about refunds waits for the shop: a refund by hand does not use it up', async (t) => {
  const sandbox = await openSandbox(t)
  const one = await paid(sandbox)
  const rule = { when: { operation: 'refund' }, then: { answer: { status: 502 } }, times: 1 }
  await control(sandbox, 'POST', 'rules', rule)
  matches(t, await control(sandbox, 'POST', `payments/${one.id}/refund`, { amount: 20 }), { status: 200 })
  t.equal((await operate(one, 'refund')).status, 502)
  matches(t, await moneyOf(one), { amount: 80 })
})

t.test('a payment of a merchant whose secret nobody knows any more is operated on by hand too', async (t) => {
  const sandbox = await openSandbox(t)
  const terminal = 'aaaaaaaa-0000-4000-8000-000000000001'
  const token = { client_id: 'mine', client_secret: 'mine too', terminal }
  await control(sandbox, 'POST', 'merchants', {
    clients: [{ id: token.client_id, secret: token.client_secret }],
    terminals: [{ id: terminal, client: 'mine' }],
  })
  await payThroughPage(sandbox, { token, order: { terminal } })
  const [payment] = await sandbox.payments()
  matches(t, await control(sandbox, 'POST', `payments/${payment?.id}/refund`), { body: { status: 'REFUND' } })
})
