import t from 'tap'
import { createSandbox } from '../server/sandbox.ts'
import { matches } from './matches.ts'
import { openMerchant } from './world.ts'

/** What a test of a shop says in one line. */

t.test('an invoice is paid or declined without a shop, and its postlink is waited for', async (t) => {
  const shop = await openMerchant(t)
  await using sandbox = await createSandbox({ seed: '1' })
  const links = { postLink: shop.url, failurePostLink: shop.url }
  matches(t, await sandbox.payInvoice('100000001', { code: 484, ...links }), {
    status: 'FAILED',
    reasonCode: 484,
  })
  matches(t, await sandbox.waitForPostlink('100000001'), { kind: 'failure', state: 'delivered' })
  matches(t, await sandbox.payInvoice('100000002'), { status: 'CHARGE', amount: 1000 })
  t.equal(shop.received.length, 1)
})

t.test('failNext decides the next payment and only the next', async (t) => {
  await using sandbox = await createSandbox({ seed: '1' })
  await sandbox.failNext(484, { invoiceId: '100000002' })
  await sandbox.failNext()
  const ends = ['100000001', '100000002', '100000003'].map((invoice) => () => sandbox.payInvoice(invoice))
  const codes: number[] = []
  for (const pay of ends) codes.push((await pay()).reasonCode)
  t.same(codes, [484, 484, 0])
  await t.rejects(sandbox.failNext(999), /the rule cannot be added: then\.reasonCode: got 999/)
})

t.test('await using closes it', async (t) => {
  let url = ''
  {
    await using sandbox = await createSandbox()
    url = sandbox.url
    t.equal((await fetch(`${url}/_sandbox/health`)).status, 200)
  }
  await t.rejects(fetch(`${url}/_sandbox/health`))
})

t.test('a key that means nothing is refused, whatever language it was written in', async (t) => {
  await t.rejects(
    createSandbox({ dialekt: 'observed' } as object),
    /createSandbox has no "dialekt"; did you mean dialect\? It takes port, host, /,
  )
  await using sandbox = await createSandbox()
  await t.rejects(
    sandbox.payInvoice('1', { ammount: 5 } as object),
    /payInvoice has no "ammount"; did you mean amount/,
  )
  await t.rejects(sandbox.waitForPostlink('1', { timeout: 5 } as object), /did you mean timeoutMs\?/)
})
