import t from 'tap'
import type { RegisterRow } from '../../contracts/register.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { askStatus, control, openSandbox, serviceToken } from '../world.ts'
import { call } from './links-and-codes.ts'
import { operate, paid } from './operating.ts'

const list = async (sandbox: Sandbox, wish: object = {}, token = '') => {
  const { status, body } = await call(sandbox, '/operations', token || (await serviceToken(sandbox)), wish)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body as { totalCount: number; records: RegisterRow[] }
}

/** Five payments of 100, 200 … 500 KZT, a minute apart. */
const five = async (sandbox: Sandbox) => {
  const all: Awaited<ReturnType<typeof paid>>[] = []
  for (let i = 1; i <= 5; i++) {
    all.push(await paid(sandbox, { invoiceId: `00000010${i}`, amount: i * 100 }))
    await sandbox.clock.advance('PT1M')
  }
  return all
}

const invoices = ({ records }: { records: RegisterRow[] }) => records.map(({ invoiceId }) => invoiceId)
const search = (name: string, method: string, ...searchParameter: (string | number)[]) => ({
  searchParameters: [{ name, method, searchParameter }],
})

t.test('a row has the names of the register, not those of the status', async (t) => {
  const sandbox = await openSandbox(t)
  await paid(sandbox)
  const { totalCount, records } = await list(sandbox)
  t.equal(totalCount, 1)
  const [payment] = await sandbox.payments()
  matches(t, records, [
    {
      ...{
        id: payment?.id,
        invoiceId: '000000001',
        reference: payment?.reference,
        amount: 100,
        orgAmount: 100,
      },
      ...{ currency: 'KZT', status: 'CHARGE', payoutDate: '', payoutAmount: 0, cardMask: payment?.cardMask },
      ...{ createdDate: /^2025-02-12T09:42:51.*\+05:00$/, payerName: 'TEST TEST', accountId: 'testuser1' },
    },
  ])
})

t.test('it is searched by every method, in either spelling of a name, and ordered', async (t) => {
  const sandbox = await openSandbox(t)
  await five(sandbox)
  const found = async (wish: object) => invoices(await list(sandbox, wish))
  const from = '2025-02-12T09:43:00+05:00'
  t.same(await found(search('created_date', 'between', from, '2025-02-12T04:45:00Z')), [
    '000000102',
    '000000103',
  ])
  t.same(await found(search('amount', 'in', 100, '500')), ['000000101', '000000105'])
  t.same(await found(search('amount', '>', 300)), ['000000104', '000000105'])
  t.same(await found(search('amount', '>=', 400)), ['000000104', '000000105'])
  t.same(await found(search('orgAmount', '<', 200)), ['000000101'])
  t.same(await found(search('org_amount', '<=', 200)), ['000000101', '000000102'])
  t.same(await found(search('invoice_id', 'like', '%04')), ['000000104'])
  t.same(await found(search('status', '=', 'charge')), await found({}))
  const newest = [{ field: 'created_date', typeOrder: 'DESC' }]
  t.same(await found({ orderParameters: newest, paging: { page: 0, size: 2 } }), ['000000105', '000000104'])
})

t.test('a search nobody can make is refused in words', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceToken(sandbox)
  const refused = async (wish: object) => (await call(sandbox, '/api/operations', token, wish)).body
  matches(t, await refused(search('colour', '=', 'red')), {
    code: -1,
    message: /got colour, expected id, invoiceId/,
  })
  matches(t, await refused(search('amount', 'between', 1)), {
    message: /got 1 values, expected 2 for between/,
  })
  matches(t, await refused(search('created_date', '=', 'today')), {
    message: /got today, expected an instant/,
  })
  matches(t, await refused(search('amount', 'near', 1)), {
    violations: [{ where: 'searchParameters.0.method' }],
  })
  matches(t, await refused({ orderParameters: [{ field: 'colour' }] }), {
    message: /orderParameters.field, got colour/,
  })
})

t.test('page is a number of pages, or of records to skip', async (t) => {
  for (const [registerPage, expected] of [
    ['number', ['000000103', '000000104']],
    ['skip', ['000000102', '000000103']],
  ] as const) {
    const sandbox = await openSandbox(t, { quirks: { registerPage } })
    await five(sandbox)
    const page = await list(sandbox, { paging: { page: 1, size: 2 } })
    t.same(invoices(page), expected, registerPage)
    t.equal(page.totalCount, 5)
  }
})

t.test('a refund is the status of its payment, or a row of its own', async (t) => {
  const rows = async (registerRefunds: 'rows' | 'status') => {
    const sandbox = await openSandbox(t, { quirks: { registerRefunds } })
    const payment = await paid(sandbox, { amount: 1000 })
    await operate(payment, 'refund', { query: '?amount=300' })
    const part = await list(sandbox)
    await operate(payment, 'refund')
    return [part, await list(sandbox)].map(({ records }) =>
      records.map(({ status, amount }) => [status, amount]),
    )
  }
  t.same(await rows('status'), [[['CHARGE', 700]], [['REFUND', 0]]])
  t.same(await rows('rows'), [
    [
      ['CHARGE', 1000],
      ['REFUND', 300],
    ],
    [
      ['CHARGE', 1000],
      ['REFUND', 300],
      ['REFUND', 700],
    ],
  ])
})

t.test('a payment in the cabinet reaches the shop by the register alone', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, body } = await control(sandbox, 'POST', 'payments', { amount: 750 })
  matches(t, { status, body }, { status: 201, body: { via: 'cabinet', status: 'CHARGE', amount: 750 } })
  t.same(await sandbox.postlinks(), [])
  matches(t, (await list(sandbox)).records, [{ invoiceId: /^7\d{11}$/, amount: 750, status: 'CHARGE' }])
  const wrong = await control(sandbox, 'POST', 'payments', { amount: -1, tip: 2 })
  matches(t, wrong.body, { violations: { length: 2 } })
  const again = { amount: 1, invoiceId: String(body.invoiceId) }
  matches(t, await control(sandbox, 'POST', 'payments', again), { status: 400 })
})

t.test('rules change rows: missing, late, another sum, and twice over the border of a page', async (t) => {
  const sandbox = await openSandbox(t)
  await five(sandbox)
  const rule = (invoiceId: string, register: object) =>
    control(sandbox, 'POST', 'rules', {
      when: { operation: 'register', invoiceId },
      then: { register },
      times: 1,
    })
  await rule('000000101', { missing: true })
  await rule('000000102', { after: 'PT1H' })
  await rule('000000103', { amount: 1 })
  await rule('000000104', { twice: true })
  const { totalCount, records } = await list(sandbox, { paging: { page: 0, size: 2 } })
  t.same(
    records.map(({ invoiceId, amount }) => [invoiceId, amount]),
    [
      ['000000103', 1],
      ['000000104', 400],
    ],
  )
  t.equal(totalCount, 4)
  matches(t, await list(sandbox), { totalCount: 5 }, 'each rule was used up by one listing')
  await rule('000000102', { twice: true })
  t.same(invoices(await list(sandbox, { paging: { page: 1, size: 2 } })), ['000000102', '000000103'])
})

t.test('a rule about rows changes no payment, and needs to say that it is about the register', async (t) => {
  const sandbox = await openSandbox(t)
  const add = async (rule: object) => (await control(sandbox, 'POST', 'rules', rule)).body
  matches(t, await add({ then: { register: { missing: true } } }), {
    violations: [{ where: 'when.operation', got: 'nothing', expected: 'register, for then.register' }],
  })
  matches(t, await add({ when: { operation: 'register' }, then: { payout: 'late' } }), {
    violations: [{ expected: 'payout, for then.payout' }],
  })
})

t.test('the status asks no register: payoutAmount settled is what was paid out', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { payoutAmount: 'settled' } })
  const payment = await paid(sandbox, { amount: 1000 })
  const payout = async () => {
    const { body } = await askStatus(sandbox, await serviceToken(sandbox), payment.invoiceId)
    return (body.transaction as { payoutAmount: number }).payoutAmount
  }
  t.equal(await payout(), 0)
  await sandbox.clock.advance('P1D')
  t.equal(await payout(), 1000)
})
