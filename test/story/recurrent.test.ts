import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox, serviceToken } from '../world.ts'
import { call } from './links-and-codes.ts'
import { paid } from './operating.ts'

const subscribe = async (sandbox: Sandbox, transactionId: string, paymentFrequency = 'WEEKLY') =>
  call(sandbox, '/api/recurrent/subscribe', await serviceToken(sandbox), { transactionId, paymentFrequency })

const subscriptions = async (sandbox: Sandbox) =>
  (await control(sandbox, 'GET', 'subscriptions')).body.subscriptions as { id: string; status: string }[]

t.test('a paid order is charged again every week, each time with a postlink of its own', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const first = await paid(sandbox, { amount: 500, postLink: merchant.url })
  const { status, body } = await subscribe(sandbox, first.id)
  matches(
    t,
    { status, body },
    {
      status: 200,
      body: {
        ...{ createdDate: '2025-02-12T09:42:51.0000000+0500', paymentFrequency: 'WEEKLY', clientId: 'test' },
        ...{ lastPaymentDate: '2026-02-12T09:42:51.0000000+0500', invoiceId: '000000001', amount: 500 },
        ...{ currency: 'KZT', reference: /^\d{12}$/ },
      },
    },
  )
  await sandbox.clock.advance('P6D')
  t.equal((await sandbox.payments()).length, 1)
  await sandbox.clock.advance('P8D')
  matches(t, merchant.bodies(), [
    { invoiceId: '000000001', amount: 500 },
    { code: 'ok', invoiceId: /^9\d{14}$/, invoiceIdAlt: '000000001', amount: 500 },
    { code: 'ok', invoiceId: /^9\d{14}$/, invoiceIdAlt: '000000001', amount: 500 },
  ])
  matches(t, (await sandbox.payments()).at(-1), { via: 'subscription', status: 'CHARGE' })
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test(
  'MONTHLY keeps the day, of a shorter month its last; QUARTERLY is every third; a year ends it',
  async (t) => {
    const sandbox = await openSandbox(t, { clock: '2025-01-31T12:00:00+05:00' })
    const one = await paid(sandbox)
    await subscribe(sandbox, one.id, 'MONTHLY')
    const other = await paid(sandbox, { invoiceId: '000000002' })
    await subscribe(sandbox, other.id, 'QUARTERLY')
    await sandbox.clock.advance('P400D')
    const days = (of: string) => async () =>
      (await sandbox.payments()).filter(
        (payment) => payment.invoiceId.startsWith('9') && payment.amount === Number(of),
      )
    t.equal((await days('100')()).length, 12 + 4)
    const monthly = (await days('100')()).slice(0, 3).map(({ createdAt }) => createdAt.slice(0, 10))
    t.same(monthly, ['2025-02-28', '2025-03-31', '2025-04-30'])
    matches(t, await subscriptions(sandbox), [
      { status: 'OVER', charges: 12 },
      { status: 'OVER', charges: 4 },
    ])
  },
)

t.test('a rule declines one charge; the next is made all the same', async (t) => {
  const sandbox = await openSandbox(t)
  const first = await paid(sandbox)
  await subscribe(sandbox, first.id)
  const rule = { when: { operation: 'subscription' }, then: { reasonCode: 484 }, times: 1 }
  await control(sandbox, 'POST', 'rules', rule)
  await sandbox.clock.advance('P14D')
  matches(t, await sandbox.payments(), [
    { status: 'CHARGE' },
    { status: 'FAILED', reasonCode: 484 },
    { status: 'CHARGE' },
  ])
})

t.test('cancelled in the cabinet it charges no more; asked twice it is one', async (t) => {
  const sandbox = await openSandbox(t)
  const first = await paid(sandbox)
  await subscribe(sandbox, first.id)
  await subscribe(sandbox, first.id, 'MONTHLY')
  const [{ id = '' } = {}, ...more] = await subscriptions(sandbox)
  t.same(more, [])
  matches(t, (await control(sandbox, 'POST', `subscriptions/${id}/cancel`)).body, {
    status: 'CANCELLED',
    nextAt: null,
  })
  await sandbox.clock.advance('P30D')
  t.equal((await sandbox.payments()).length, 1)
  matches(t, await control(sandbox, 'POST', `subscriptions/${id}/cancel`), { status: 404 })
})

t.test('what was not paid, or is not there, is not charged again', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await subscribe(sandbox, '00000000-0000-4000-8000-00000000dead'), {
    status: 400,
    body: { code: 100 },
  })
  const first = await paid(sandbox)
  await control(sandbox, 'POST', `payments/${first.id}/refund`, {})
  matches(t, await subscribe(sandbox, first.id), {
    status: 400,
    body: { message: /got REFUND, expected CHARGE or AUTH/ },
  })
  matches(t, await subscribe(sandbox, first.id, 'DAILY'), {
    body: { violations: [{ where: 'paymentFrequency' }] },
  })
})
