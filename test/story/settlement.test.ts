import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { control, openSandbox, serviceToken } from '../world.ts'
import { call } from './links-and-codes.ts'
import { operate, paid } from './operating.ts'

const terminal = 'aaaaaaaa-1111-4222-8333-444444444444'
const withFee = { terminals: [{ id: terminal, client: 'test', feePercent: 2.5 }] }

interface Settlement {
  id: string
  date: string
  payments: number
  totals: { currency: string; gross: number; fee: number; payout: number }[]
}

const settlements = async (sandbox: Sandbox, query = '') =>
  (await control(sandbox, 'GET', `settlements${query}`)).body.settlements as Settlement[]

const row = async (sandbox: Sandbox, invoiceId: string) => {
  const { body } = await call(sandbox, '/operations', await serviceToken(sandbox, terminal), {
    searchParameters: [{ name: 'invoiceId', method: '=', searchParameter: [invoiceId] }],
  })
  const { payoutDate, payoutAmount } = (body.records as Record<string, unknown>[])[0] ?? {}
  return { payoutDate, payoutAmount }
}

t.test('what a day took is paid out at the start of the next working day, less the fee', async (t) => {
  const sandbox = await openSandbox(t, withFee)
  await paid(sandbox, { terminal, amount: 1000, invoiceId: '000000001' })
  await paid(sandbox, { terminal, amount: 19.9, invoiceId: '000000002' })
  t.same(await row(sandbox, '000000001'), { payoutDate: '', payoutAmount: 0 })
  t.same(await settlements(sandbox), [])
  await sandbox.clock.advance('PT14H17M8S')
  t.same(await settlements(sandbox), [], 'Wednesday, a second before midnight')
  await sandbox.clock.advance('PT1S')
  const [settlement] = await settlements(sandbox)
  matches(t, settlement, {
    ...{ date: '2025-02-13', terminal, payments: 2 },
    totals: [{ currency: 'KZT', gross: 1019.9, fee: 25.5, payout: 994.4 }],
  })
  t.same(await row(sandbox, '000000001'), { payoutDate: '2025-02-13T00:00:00+05:00', payoutAmount: 975 })
  await sandbox.clock.advance('P3D')
  t.equal((await settlements(sandbox)).length, 1, 'nothing moved, nothing is paid')
})

t.test('a weekend is paid out on Monday', async (t) => {
  const sandbox = await openSandbox(t, { ...withFee, clock: '2025-02-14T18:00:00+05:00' })
  await paid(sandbox, { terminal, invoiceId: '000000001' })
  await sandbox.clock.advance('P1D')
  await paid(sandbox, { terminal, invoiceId: '000000002' })
  await sandbox.clock.advance('PT29H59M59S')
  t.same(await settlements(sandbox), [])
  await sandbox.clock.advance('PT1S')
  matches(t, await settlements(sandbox), [{ date: '2025-02-17', payments: 2 }])
})

t.test('a refund before the payout lessens it, one after it is taken off the next', async (t) => {
  const sandbox = await openSandbox(t, withFee)
  const payment = await paid(sandbox, { terminal, amount: 1000 })
  await operate(payment, 'refund', { query: '?amount=200' })
  await sandbox.clock.advance('P1D')
  const token = await serviceToken(sandbox, terminal)
  await operate(payment, 'refund', { query: '?amount=300', token })
  await sandbox.clock.advance('P1D')
  const totals = (await settlements(sandbox)).map((settlement) => settlement.totals[0])
  matches(t, totals, [
    { gross: 800, fee: 20, payout: 780 },
    { gross: -300, fee: 0, payout: -300 },
  ])
  matches(t, await row(sandbox, '000000001'), { payoutAmount: 480 })
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('a rule pays one payment late, or another sum', async (t) => {
  const sandbox = await openSandbox(t, withFee)
  const rule = (invoiceId: string, payout: unknown) =>
    control(sandbox, 'POST', 'rules', {
      when: { operation: 'payout', invoiceId },
      then: { payout },
      times: 1,
    })
  await rule('000000001', 'late')
  await rule('000000002', { amount: 1 })
  for (const invoiceId of ['000000001', '000000002', '000000003'])
    await paid(sandbox, { terminal, invoiceId })
  await sandbox.clock.advance('P1D')
  matches(t, await settlements(sandbox), [{ payments: 2, totals: [{ gross: 200, payout: 98.5 }] }])
  await sandbox.clock.advance('P1D')
  matches(t, (await settlements(sandbox)).at(-1), {
    date: '2025-02-14',
    payments: 1,
    totals: [{ payout: 97.5 }],
  })
})

t.test('a statement is JSON or CSV, found by day and terminal', async (t) => {
  const sandbox = await openSandbox(t, withFee)
  await paid(sandbox, { terminal, amount: 1000, invoiceId: '000000001' })
  await paid(sandbox, { amount: 500, invoiceId: '000000002' })
  await sandbox.clock.advance('P1D')
  t.equal((await settlements(sandbox, '?date=2025-02-13')).length, 2)
  t.equal((await settlements(sandbox, '?date=2025-02-12')).length, 0)
  const [{ id = '' } = {}] = await settlements(sandbox, `?terminal=${terminal}`)
  const { body } = await control(sandbox, 'GET', `settlements/${id}`)
  matches(t, body, { lines: [{ invoiceId: '000000001', gross: 1000, fee: 25, payout: 975 }] })
  const csv = await fetch(`${sandbox.url}/_sandbox/settlements/${id}?format=csv`)
  const [payment] = await sandbox.payments()
  t.match(csv.headers.get('content-type'), 'text/csv')
  t.equal(
    await csv.text(),
    'date,terminal,paymentId,invoiceId,currency,gross,fee,payout\r\n' +
      `2025-02-13,${terminal},${payment?.id},000000001,KZT,1000.00,25.00,975.00\r\n`,
  )
  matches(t, await control(sandbox, 'GET', 'settlements/nothing'), { status: 404 })
  matches(t, await control(sandbox, 'GET', `settlements/${id}?format=pdf`), { status: 400 })
})
