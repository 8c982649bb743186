import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { control, journal, openMerchant, openSandbox, payThroughPage, settle, tokenOf } from '../world.ts'

const pay = (sandbox: Sandbox, postLink = '') => payThroughPage(sandbox, { order: { postLink } })

const get = async (sandbox: Sandbox, path: string) => (await control(sandbox, 'GET', path)).body

t.test('a reset forgets everything and says so', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await pay(sandbox, merchant.url)
  await settle(sandbox)
  t.same(await control(sandbox, 'POST', 'reset'), { status: 200, body: { workspace: 'default', journal: 0 } })
  t.same((await get(sandbox, 'payments')).payments, [])
  t.same((await get(sandbox, 'postlinks')).postlinks, [])
  t.same(await journal(sandbox), [])
  await pay(sandbox)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }], 'the invoice is new again')
})

t.test('a reset leaves the workspace as it was opened: settings, cards, clock', async (t) => {
  const sandbox = await openSandbox(t)
  const fresh = async () => [
    await get(sandbox, 'settings'),
    await get(sandbox, 'cards'),
    await get(sandbox, 'clock'),
  ]
  const before = await fresh()
  await control(sandbox, 'POST', 'reset')
  t.same(await fresh(), before)
})

t.test('a reset forgets the postlinks that were owed', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 503
  await pay(sandbox, merchant.url)
  await settle(sandbox)
  await control(sandbox, 'POST', 'reset')
  await sandbox.clock.advance('P7D')
  t.equal(merchant.received.length, 1)
})

t.test('after a reset the same requests get the same tokens and ids again', async (t) => {
  const sandbox = await openSandbox(t)
  const once = async () => {
    const token = await tokenOf(sandbox, { invoiceID: '000000009' })
    await pay(sandbox)
    return [token, await sandbox.payments()]
  }
  const first = await once()
  await sandbox.reset()
  t.same(await once(), first)
})
