import t from 'tap'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import {
  askStatus,
  card,
  lockedCard,
  openMerchant,
  openSandbox,
  payThroughPage,
  serviceToken,
  settle,
} from '../world.ts'

t.test('success goes to postLink, failure to failurePostLink', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const order = { postLink: `${merchant.url}/ok`, failurePostLink: `${merchant.url}/failed` }
  await payThroughPage(sandbox, { order, typed: lockedCard })
  await settle(sandbox)
  await payThroughPage(sandbox, { order })
  await settle(sandbox)
  t.same(
    merchant.received.map(({ method, path }) => `${method} ${path}`),
    ['POST /failed', 'POST /ok'],
  )
  matches(t, merchant.bodies(), [
    { code: 'error', reasonCode: 465 },
    { code: 'ok', reasonCode: 0 },
  ])
  matches(t, await sandbox.postlinks(), [{ kind: 'failure' }, { kind: 'success' }])
})

t.test('failure goes to postLink when there is no failurePostLink', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const order = { postLink: `${merchant.url}/ok`, failurePostLink: '' }
  await payThroughPage(sandbox, { order, typed: lockedCard })
  await settle(sandbox)
  matches(t, merchant.received, [{ path: '/ok' }])
})

t.test('every attempt of a buyer is told, each as its own payment', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url }, typed: lockedCard })
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  t.equal(new Set(merchant.bodies().map(({ id }) => id)).size, 2)
  t.same(
    merchant.bodies().map(({ id }) => id),
    (await sandbox.payments()).map(({ id }) => id),
  )
})

t.test(
  'the links of the token are used when the payment object has none, and lose when it has',
  async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const at = (path: string) => `${merchant.url}${path}`
    const links = { postLink: at('/token'), failurePostLink: at('/token-failed') }
    const pay = async (invoiceId: string, order: object, typed: object) => {
      await payThroughPage(sandbox, {
        token: { ...links, invoiceID: invoiceId },
        order: { invoiceId, ...order },
        typed,
      })
      await settle(sandbox)
    }
    await pay('000000001', {}, card)
    await pay('000000002', {}, lockedCard)
    await pay('000000003', { postLink: at('/object') }, card)
    await pay('000000004', { failurePostLink: at('/object-failed') }, lockedCard)
    t.same(
      merchant.received.map(({ path }) => path),
      ['/token', '/token-failed', '/object', '/object-failed'],
    )
  },
)

t.test('a merchant that gave no link is told nothing', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  await settle(sandbox)
  t.same(await sandbox.postlinks(), [])
})

t.test('the query string of a link is kept', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: `${merchant.url}/pay?order=1&token=a%2Bb` } })
  await settle(sandbox)
  matches(t, merchant.received, [{ path: '/pay?order=1&token=a%2Bb' }])
})

t.test('secret_hash and data come back as they were sent', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const secret_hash = ' HelloWorld123#&+=% '
  const data = '{"statement": {"name":"Арман Әли", "n":1.50}}  '
  await payThroughPage(sandbox, { token: { secret_hash }, order: { postLink: merchant.url, data } })
  await settle(sandbox)
  matches(t, merchant.bodies()[0], { secret_hash, data })
})

t.test('data that was an object comes back as the text halyk.pay made of it', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url, data: { a: 1, b: 'x y' } } })
  await settle(sandbox)
  t.equal(merchant.bodies()[0]?.data, 'a=1&b=x%20y')
})

t.test('the second order number comes back, as text', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url, invoiceIdAlt: 8564546 } })
  await settle(sandbox)
  t.equal(merchant.bodies()[0]?.invoiceIdAlt, '8564546')
})

t.test('where the buyer was is told as the shop told it, else by the connection', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const place = { ip: '203.0.113.11', ipCity: 'Almaty', ipCountry: 'Kazakhstan', ipLatitude: 43.2638 }
  const first = { ...place, ipLongitude: '76.9293', ipRegion: 'R', ipDistrict: 'D' }
  const order = { postLink: merchant.url }
  await payThroughPage(sandbox, { order: { ...order, ...first } })
  const invoice = { invoiceId: '000000002' }
  await payThroughPage(sandbox, { token: { invoiceID: '000000002' }, order: { ...order, ...invoice } })
  await settle(sandbox)
  matches(t, merchant.bodies(), [
    { ...first, ipLongitude: 76.9293 },
    { ip: '127.0.0.1', ipCity: /^$/, ipCountry: /^$/, ipLatitude: 0, ipLongitude: 0 },
  ])
})

t.test('the merchant may ask for the status from inside its postlink, and is answered', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const token = await serviceToken(sandbox)
  const seen: unknown[] = []
  merchant.answer = async () => {
    seen.push((await askStatus(sandbox, token, '000000001')).body)
    return 200
  }
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const { id, reference } = merchant.bodies()[0] as Record<string, string>
  matches(t, seen, [{ resultCode: '100', transaction: { id, reference, statusName: 'CHARGE' } }])
  matches(t, await sandbox.postlinks(), [{ state: 'delivered' }])
})

t.test('the buyer does not wait for a merchant that is slow', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  let answer = (_: number) => {}
  merchant.answer = () => new Promise((resolve) => (answer = resolve))
  const { paid } = await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  t.match(paid.location, /^result/)
  matches(t, await sandbox.postlinks(), [{ state: 'due' }])
  const delivered = sandbox.waitForPostlink('000000001')
  await until(() => merchant.received.length > 0, 'the merchant is told')
  answer(200)
  t.equal((await delivered).state, 'delivered')
})

const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded'] as const
for (const contentType of types) {
  t.test(`with the quirk postlinkContentType the postlink says ${contentType}`, async (t) => {
    const sandbox = await openSandbox(t, { quirks: { postlinkContentType: contentType } })
    const merchant = await openMerchant(t)
    await payThroughPage(sandbox, { order: { postLink: merchant.url } })
    await settle(sandbox)
    const [got] = merchant.received
    t.equal(got?.headers['content-type'], contentType)
    const form = contentType.endsWith('urlencoded')
    const body = form ? Object.fromEntries(new URLSearchParams(got?.body)) : merchant.bodies()[0]
    matches(t, body, { code: 'ok', invoiceId: '000000001', amount: form ? '100' : 100 })
  })
}

t.test('with the quirk postlinkContentType=none the postlink does not say what it is', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { postlinkContentType: 'none' } })
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  t.equal(merchant.received[0]?.headers['content-type'], undefined)
  matches(t, merchant.bodies(), [{ code: 'ok' }])
})

t.test('the postlink of 2020 carries secret_hash and data when there are any', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { postlinkForm: '2020' } })
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { token: { secret_hash: 's' }, order: { postLink: merchant.url, data: 'd' } })
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ secret_hash: 's', data: 'd', tokenRecipient: '' }])
})
