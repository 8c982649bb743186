import t from 'tap'
import { createSandbox, type Sandbox } from '../server/sandbox.ts'
import { askStatus, bearer, chargeBody, chargeCard, openMerchant, tokenForm, tokenOf } from './world.ts'

const approved = '00000000-0000-4000-8000-000000000000'

/** One payment with the same invoice in every bank; the description says whose it is. */
const pay = async (bank: Sandbox, own: string, postLink: string) => {
  const accessToken = await tokenOf(bank, { postLink, failurePostLink: postLink })
  const body = chargeBody(approved, { description: own, postLink, failurePostLink: postLink })
  const { status } = await chargeCard(bank, body, bearer(accessToken))
  return { accessToken, status }
}

t.test('fifty sandboxes in one process do not meet', async (t) => {
  const merchant = await openMerchant(t)
  const names = Array.from({ length: 50 }, (_, i) => `shop ${i}`)
  const banks = await Promise.all(names.map((name) => createSandbox({ seed: name })))
  t.teardown(() => Promise.all(banks.map((bank) => bank.close())))
  t.equal(new Set(banks.map(({ url }) => url)).size, 50)

  await banks[7]?.rules.add({ then: { reasonCode: 484 } })
  await banks[8]?.clock.set('2030-06-01T00:00:00+05:00')
  const paid = await Promise.all(
    banks.map((bank, i) => pay(bank, names[i] as string, `${merchant.url}/${i}`)),
  )
  t.same(
    paid.flatMap(({ status }, i) => (status === 200 ? [] : [i])),
    [7],
    'the rule of one bank declines in that bank alone',
  )

  // A clock that was set stands still: its postlinks are delivered when it is told to go on.
  await banks[8]?.clock.advance('PT1S')
  const postlinks = await Promise.all(banks.map((bank) => bank.waitForPostlink('000000001')))
  t.same(
    postlinks.map(({ url }) => url),
    names.map((_, i) => `${merchant.url}/${i}`),
  )
  t.same(merchant.received.map(({ path }) => path).sort(), names.map((_, i) => `/${i}`).sort())

  for (const [i, bank] of banks.entries()) {
    const payments = await bank.payments()
    if (payments.length !== 1 || (await bank.postlinks()).length !== 1) t.fail(`bank ${i} knows of others`)
  }
  const ids = await Promise.all(banks.map(async (bank) => (await bank.payments())[0]?.id))
  t.equal(new Set(ids).size, 50)
  const years = banks.map((bank) => bank.clock.now().getFullYear() === 2030)
  t.same([years.indexOf(true), years.lastIndexOf(true)], [8, 8])

  const { accessToken = '' } = paid[1] ?? {}
  t.equal((await askStatus(banks[2] as Sandbox, accessToken, '000000001')).status, 401)
  await banks[3]?.reset()
  await banks[4]?.close()
  t.equal((await banks[3]?.payments())?.length, 0)
  t.equal((await askStatus(banks[1] as Sandbox, accessToken, '000000001')).status, 200)
})

t.test('two sandboxes of one seed give the same ids, and still do not meet', async (t) => {
  const clock = '2025-02-12T09:42:51+05:00'
  const banks = await Promise.all([1, 2].map(() => createSandbox({ seed: 'one', clock })))
  t.teardown(() => Promise.all(banks.map((bank) => bank.close())))
  const [first, second] = banks as [Sandbox, Sandbox]
  await pay(first, 'first', '')
  t.same(await second.payments(), [])
  await pay(second, 'first', '')
  t.same(await second.payments(), await first.payments())
})

t.test('the addresses and credentials of a sandbox are what a merchant needs', async (t) => {
  const bank = await createSandbox()
  t.teardown(() => bank.close())
  const { clientId: client_id, clientSecret: client_secret, terminalId: terminal } = bank.credentials
  const body = new URLSearchParams(tokenForm({ client_id, client_secret, terminal }))
  t.equal((await fetch(bank.oauthUrl, { method: 'POST', body })).status, 200)
  t.equal((await fetch(`${bank.apiUrl}/public.rsa`)).status, 200)
  t.equal((await fetch(`${bank.payformUrl}payment-api.js`)).status, 200)
})

t.test('options that cannot be meant are refused in words', async (t) => {
  await t.rejects(
    createSandbox({ dialect: 'imagined' as 'observed' }),
    /dialect is "imagined", expected documented/,
  )
  await t.rejects(
    createSandbox({ clock: 'noon' }),
    /clock is "noon", expected system, or an ISO 8601 instant/,
  )
})

t.test('closing twice does no harm, and the port is free again', async (t) => {
  const bank = await createSandbox()
  const port = Number(new URL(bank.url).port)
  await Promise.all([bank.close(), bank.close()])
  const next = await createSandbox({ port })
  t.equal(next.url, bank.url)
  await next.close()
})
