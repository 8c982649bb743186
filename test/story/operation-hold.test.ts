import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { chargeBody, chargeCard, control, openMerchant, openSandbox, settle } from '../world.ts'
import { moneyOf, nothing, operate, paid, serviceOf, tokenOf, twoStages } from './operating.ts'

t.test('a two-stage terminal holds, and its postlink says ok', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const held = await paid(sandbox, { terminal: twoStages, postLink: `${merchant.url}/paid` })
  await settle(sandbox)
  matches(t, merchant.bodies(), [
    { code: 'ok', reasonCode: 0, amount: 100, terminal: twoStages, id: held.id },
  ])
  t.same(await moneyOf(held), { statusName: 'AUTH', amount: 100, orgAmount: 100, payoutAmount: 0 })
})

t.test('a saved card is held too, and the answer says so where answers have a status', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { authorizationFields: 'extended' } })
  const accessToken = await tokenOf(sandbox, { terminal: twoStages })
  const body = chargeBody('00000000-0000-4000-8000-000000000000', { terminalId: twoStages })
  const answer = await chargeCard(sandbox, body, { authorization: `Bearer ${accessToken}` })
  matches(t, answer, { status: 200, body: { status: 'AUTH', secure3D: null } })
})

t.test(
  'a hold nobody charges lapses after seven days, not a moment sooner, and says CANCEL_OLD',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const held = await paid(sandbox, { terminal: twoStages, postLink: `${merchant.url}/paid` })
    await sandbox.clock.advance('P6DT23H59M59S')
    const fresh = async () => ({ ...held, service: await serviceOf(sandbox, { terminal: twoStages }) })
    matches(t, await moneyOf(await fresh()), { statusName: 'AUTH' })
    await sandbox.clock.advance('PT1S')
    const after = { statusName: 'CANCEL_OLD', amount: 100, orgAmount: 100, payoutAmount: 0 }
    t.same(await moneyOf(await fresh()), after)
    matches(t, await operate(await fresh(), 'charge'), {
      status: 400,
      body: { code: 100, message: /CANCEL_OLD/ },
    })
    t.equal(merchant.received.length, 1, 'nothing is posted about it')
    const [payment] = await sandbox.payments()
    t.ok(payment?.assumed.includes('hold of a two-stage terminal lapses after seven days'))
  },
)

t.test('what was charged or cancelled in time does not lapse', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox, { terminal: twoStages })
  const cancelled = await paid(sandbox, { terminal: twoStages, invoiceId: '000000002' })
  await operate(charged, 'charge', { query: '?amount=60' })
  await operate(cancelled, 'cancel')
  await sandbox.clock.advance('P30D')
  const service = await serviceOf(sandbox, { terminal: twoStages })
  matches(t, await moneyOf({ ...charged, service }), { statusName: 'CHARGE', amount: 60 })
  matches(t, await moneyOf({ ...cancelled, service }), { statusName: 'CANCEL' })
})

t.test('a lapsed hold releases the postlink a rule kept until the status changed', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await control(sandbox, 'POST', 'rules', { then: { postlink: { late: true } } })
  await paid(sandbox, { terminal: twoStages, postLink: `${merchant.url}/paid` })
  await settle(sandbox)
  t.equal(merchant.received.length, 0)
  await sandbox.clock.advance('P7D')
  matches(t, merchant.bodies(), [{ code: 'ok' }])
})

t.test('an invoice whose hold was cancelled stays paid: its number is used up', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages })
  await operate(held, 'cancel')
  const accessToken = await tokenOf(sandbox, { terminal: twoStages })
  const body = chargeBody('00000000-0000-4000-8000-000000000000', { terminalId: twoStages })
  const answer = await chargeCard(sandbox, body, { authorization: `Bearer ${accessToken}` })
  matches(t, answer, { status: 400, body: { code: -1, message: /already been paid/ } })
})

t.test('a hold in a journal file lapses after a restart, at its time', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const first = await openSandbox(t, { journal })
  const held = await paid(first, { terminal: twoStages })
  const charged = await paid(first, { terminal: twoStages, invoiceId: '000000002' })
  await operate(charged, 'charge', { query: '?amount=60' })
  await first.clock.advance('P6D')
  const now = first.clock.now().toISOString()
  await first.close()
  const second = await openSandbox(t, { journal, clock: now })
  const service = await serviceOf(second, { terminal: twoStages })
  matches(t, await moneyOf({ ...held, sandbox: second, service }), { statusName: 'AUTH' })
  await second.clock.advance('P1D')
  const later = await serviceOf(second, { terminal: twoStages })
  matches(t, await moneyOf({ ...held, sandbox: second, service: later }), { statusName: 'CANCEL_OLD' })
  const after = { ...charged, sandbox: second, service: later }
  t.same(await moneyOf(after), { statusName: 'CHARGE', amount: 60, orgAmount: 300 - 200, payoutAmount: 0 })
  matches(t, await operate(after, 'refund', { query: '?amount=10' }), nothing)
})
