import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { httpCourier } from '../../server/adapters/courier/courier.ts'
import { isNear } from '../../server/redaction/near-address.ts'
import { matches } from '../matches.ts'
import { openMerchant } from '../world.ts'

const post = { contentType: 'application/json', body: { code: 'ok' } }
const forbidden = { final: true, error: /postlinks go to loopback and private addresses only/ }

t.test('near is where a merchant under development lives, in whatever spelling', async (t) => {
  const near = '127.0.0.1 127.255.255.254 10.1.2.3 172.16.0.1 172.31.9.9 192.168.0.1 ::1 fd12::1'
  const far =
    '0.0.0.0 :: 8.8.8.8 172.32.0.1 192.169.0.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200 ' +
    '224.0.0.1 255.255.255.255 2001:db8::1 64:ff9b::7f00:1 2002:7f00:1:: ::7f00:1 fd00:ec2::254 fd20:ce::254'
  for (const address of near.split(' ')) t.ok(isNear(address), address)
  for (const address of far.split(' ')) t.notOk(isNear(address), address)
  t.ok(isNear('::ffff:127.0.0.1') && isNear('::ffff:7f00:1'))
  t.notOk(isNear('::ffff:8.8.8.8') || isNear('::ffff:a9fe:a9fe'))
  for (const odd of ['', 'localhost', '127.1', '127.0.0.1:80', 'a.b.c.d']) t.notOk(isNear(odd), odd)
})

t.test('an address that is not near is refused, however it is written', async (t) => {
  const courier = httpCourier({ allow: [] })
  t.teardown(() => courier.close())
  const hosts = [
    '8.8.8.8',
    '8.8.8.8.',
    '134744072',
    '0x08080808',
    '010.010.010.010',
    '0x8.8.8.8',
    '0.0.0.0',
    '0',
    '169.254.169.254',
    '2852039166',
    '[::]',
    '[::ffff:8.8.8.8]',
    '[::ffff:a9fe:a9fe]',
    '[fd00:ec2::254]',
    '[2001:db8::1]',
    '127.0.0.1@8.8.8.8',
    'user:password@8.8.8.8:80',
    '8.8.8.8#@127.0.0.1',
    '8.8.8.8\\@127.0.0.1',
    '８.８.８.８',
  ]
  for (const host of hosts)
    matches(t, await courier.post({ ...post, url: `http://${host}/` }), forbidden, host)
})

t.test('a near address in odd clothes is near', async (t) => {
  const merchant = await openMerchant(t)
  const courier = httpCourier({ allow: [] })
  t.teardown(() => courier.close())
  const { port } = new URL(merchant.url)
  for (const host of ['127.1', '2130706433', '0x7f.1', '8.8.8.8@127.0.0.1', 'localhost'])
    matches(t, await courier.post({ ...post, url: `http://${host}:${port}/` }), { status: 200 }, host)
})

/** The courier with a resolver of the test's own. */
const resolving = async (
  t: Parameters<typeof openMerchant>[0] & Pick<typeof import('tap').default, 'mockImport'>,
  names: Record<string, string[]>,
) => {
  type Done = (error: Error | null, found: { address: string; family: number }[]) => void
  const lookup = (name: string, _: object, done: Done) =>
    done(
      null,
      (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  const mocks = { 'node:dns': { lookup } }
  const { httpCourier } = await t.mockImport<typeof import('../../server/adapters/courier/courier.ts')>(
    '../../server/adapters/courier/courier.ts',
    mocks,
  )
  return httpCourier
}

t.test('a name is judged by every address it has, at every connection', async (t) => {
  const merchant = await openMerchant(t)
  const names: Record<string, string[]> = {
    'near.example': ['127.0.0.1'],
    'far.example': ['203.0.113.9'],
    'both.example': ['127.0.0.1', '203.0.113.9'],
    'cloud.example': ['169.254.169.254'],
    'mapped.example': ['::ffff:203.0.113.9'],
  }
  const courier = (await resolving(t, names))({ allow: [] })
  t.teardown(() => courier.close())
  const { port } = new URL(merchant.url)
  const postTo = (name: string) => courier.post({ ...post, url: `http://${name}:${port}/` })
  matches(t, await postTo('near.example'), { status: 200 })
  for (const name of ['far.example', 'both.example', 'cloud.example', 'mapped.example'])
    matches(t, await postTo(name), forbidden, name)
  t.equal(merchant.received.length, 1)
})

t.test('a name that has moved away is refused at the next connection', async (t) => {
  const merchant = await openMerchant(t)
  const names = { 'rebound.example': ['127.0.0.1'] }
  const openCourier = await resolving(t, names)
  const [before, after] = [openCourier({ allow: [] }), openCourier({ allow: [] })]
  t.teardown(() => Promise.all([before.close(), after.close()]))
  const url = `http://rebound.example:${new URL(merchant.url).port}/`
  matches(t, await before.post({ ...post, url }), { status: 200 })
  names['rebound.example'] = ['203.0.113.9']
  matches(t, await after.post({ ...post, url }), forbidden)
})

t.test('a redirect is an answer, not an order', async (t) => {
  const elsewhere = await openMerchant(t)
  const server = createServer((_, response) => response.writeHead(307, { location: elsewhere.url }).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const courier = httpCourier({ allow: [] })
  t.teardown(async () => {
    await courier.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  matches(t, await courier.post({ ...post, url }), { status: 307 })
  t.equal(elsewhere.received.length, 0)
})
