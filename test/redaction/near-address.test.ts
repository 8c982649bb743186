import { BlockList, isIP } from 'node:net'
import t from 'tap'
import { openGuard } from '../../server/redaction/guard.ts'
import { isNear } from '../../server/redaction/near-address.ts'
import { checkReach, checkReachByName } from '../../server/redaction/reach.ts'

t.test('the neighbours on both sides of every range are what they are', async (t) => {
  for (const [outside, first, last, beyond] of [
    ['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
    ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
    ['172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
    ['192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
    ['fbff:ffff::1', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe00::'],
    ['::', '::1', '::1', '::2'],
  ] as const) {
    t.same([outside, first, last, beyond].map(isNear), [false, true, true, false], first)
  }
})

t.test('link-local and metadata addresses are far, in every spelling', async (t) => {
  for (const address of [
    ...['169.254.0.0', '169.254.169.254', '169.254.170.2', '169.254.255.255', '0.0.0.0', '255.255.255.255'],
    ...['fe80::', 'fe80::1', 'fe80::1%eth0', 'febf:ffff::1', 'fec0::1', 'ff02::1'],
    ...['fd00:ec2::254', 'fd00:ec2::23', 'fd00:0ec2:0:0:0:0:0:fe', 'fd20:ce::254', 'fd00:c1::a9fe:a9fe'],
    ...['fd00:42::42', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe', '64:ff9b::7f00:1'],
    ...['2002:7f00:1::', '2001:0:7f00:1::', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
  ])
    t.notOk(isNear(address), address)
  for (const address of [
    'fd00:ec1::254',
    'fd00:ec3::1',
    'fd00:42::43',
    'fd00:42::41',
    'fd20:cd::1',
    'fd00:c0::1',
  ])
    t.ok(isNear(address), `${address} is a private network beside one`)
})

t.test('IPv4 is judged as it is for itself when it comes mapped', async (t) => {
  const near = new BlockList()
  for (const [net, bits] of [
    ['127.0.0.0', 8],
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const)
    near.addSubnet(net, bits)
  for (let i = 0; i < 256; i++) {
    for (const address of [`${i}.0.0.1`, `172.${i}.0.1`, `192.${i}.255.255`]) {
      t.equal(isNear(address), isIP(address) === 4 && near.check(address), address)
      t.equal(isNear(`::ffff:${address}`), isNear(address), `mapped ${address}`)
    }
  }
})

t.test('a far literal that was allowed is allowed, and no other', async (t) => {
  const refusal = (host: string) => new Error(`far: ${host}`)
  const guard = openGuard({ allow: ['203.0.113.7', '2001:db8::/32', 'fe80::1'], refusal })
  for (const host of ['203.0.113.7', '2001:db8::5', 'fe80::1', '127.0.0.1', 'any.name.example'])
    t.doesNotThrow(() => guard.check(host), host)
  for (const host of ['203.0.113.6', '203.0.113.8', '2001:db9::', 'fe80::2'])
    t.throws(() => guard.check(host), /far/, host)
})

t.test('certify, verify, record and publish ask the same guard, by address and by name', async (t) => {
  for (const who of ['certify', 'verify', 'record', 'publish']) {
    const reach = { who, own: [] }
    for (const host of ['epay-api.homebank.kz', 'www.halykbank.kz', 'HOMEBANK.KZ.', 'test-epay.epayment.kz'])
      t.throws(() => checkReach(reach, `https://${host}/`), /is the bank's/, `${who} ${host}`)
    for (const host of ['8.8.8.8', '[fd00:ec2::254]', '[fe80::1]', '169.254.169.254'])
      t.throws(
        () => checkReach(reach, `http://${host}/`),
        new RegExp(`^${who} speaks to loopback`),
        `${who} ${host}`,
      )
    t.throws(() => checkReach(reach, 'not a url'), /not a whole URL/)
    await t.resolves(checkReachByName(reach, 'http://localhost:1/'))
    await t.resolves(checkReachByName({ who, own: ['8.8.8.8'] }, 'http://8.8.8.8/'))
    await t.rejects(checkReachByName(reach, 'http://8.8.8.8/'), { message: /add --i-own 8.8.8.8/ })
  }
})

t.test('a name is judged by where it leads, and the refusal says where that is', async (t) => {
  type Done = (error: Error | null, found: { address: string; family: number }[]) => void
  const lookup = (name: string, _: object, done: Done) =>
    name === 'none.example'
      ? done(new Error('ENOTFOUND none.example'), [])
      : done(null, [{ address: name === 'near.example' ? '10.1.2.3' : '203.0.113.9', family: 4 }])
  const reach = await t.mockImport<typeof import('../../server/redaction/reach.ts')>(
    '../../server/redaction/reach.ts',
    { 'node:dns': { lookup } },
  )
  const asked = { who: 'verify', own: [] }
  await t.resolves(reach.checkReachByName(asked, 'http://near.example/'))
  await t.resolves(reach.checkReachByName(asked, 'http://none.example/'), 'anyone who connects says it')
  await t.rejects(reach.checkReachByName(asked, 'http://far.example/'), {
    message: /far\.example is 203\.0\.113\.9: add --i-own far\.example/,
  })
  await t.resolves(reach.checkReachByName({ who: 'verify', own: ['far.example'] }, 'http://far.example/'))
  t.throws(() => reach.checkReach(asked, 'http://203.0.113.9/'), /203\.0\.113\.9 is far: add/)
})

t.test('names of localhost are this machine, though no resolver finds them', async (t) => {
  type Done = (error: Error) => void
  const lookup = (name: string, _: object, done: Done) => done(new Error(`ENOTFOUND ${name}`))
  const { openGuard } = await t.mockImport<typeof import('../../server/redaction/guard.ts')>(
    '../../server/redaction/guard.ts',
    { 'node:dns': { lookup } },
  )
  const guard = openGuard({ allow: [], refusal: (host) => new Error(`far: ${host}`) })
  const found = (name: string) =>
    new Promise((resolve) => guard.lookup(name, {}, (error, ...found) => resolve(error?.message ?? found)))
  for (const name of ['localhost', 'shop.localhost']) t.strictSame(await found(name), ['127.0.0.1', 4], name)
  for (const name of ['notlocalhost', 'localhost.example'])
    t.equal(await found(name), `ENOTFOUND ${name}`, name)
})
