import t from 'tap'
import { expectedEntry, openAllowList } from '../../server/redaction/allow-list.ts'

t.test('a host is one however it is written', async (t) => {
  for (const written of [
    'shop.example',
    'Shop.Example.',
    'shop.example:8443',
    'https://shop.example',
    'https://user:word@shop.example:8443/epay/postlink?a=b',
    'shop.example/postlink',
  ]) {
    const list = openAllowList([written])
    t.ok(list.hasName('shop.example'), written)
    t.ok(list.hasName('SHOP.example.'), written)
    t.notOk(list.hasName('other.example'), written)
    t.notOk(list.hasName('a.shop.example'), written)
  }
  t.ok(openAllowList(['магазин.example']).hasName('xn--80aairftm.example'))
})

t.test('names below a domain are meant by a star or a dot', async (t) => {
  for (const written of ['*.shop.example', '.shop.example', 'https://*.shop.example/']) {
    const list = openAllowList([written])
    t.ok(list.hasName('a.b.shop.example'), written)
    t.notOk(list.hasName('shop.example'), written)
    t.notOk(list.hasName('badshop.example'), written)
  }
})

t.test(
  'addresses and networks of both families are meant with and without brackets, port and stars',
  async (t) => {
    const cases: [string, string, string][] = [
      ['203.0.113.7', '203.0.113.7', '203.0.113.8'],
      ['http://203.0.113.7:8080/p', '203.0.113.7', '203.0.113.8'],
      ['203.0.113.0/24', '203.0.113.200', '203.0.114.1'],
      ['203.0.*', '203.0.9.9', '203.1.0.1'],
      ['203.0.113.*', '203.0.113.9', '203.0.114.1'],
      ['2001:db8::1', '2001:db8::1', '2001:db8::2'],
      ['[2001:db8::1]:443', '2001:db8::1', '2001:db8::2'],
      ['2001:db8::/32', '2001:db8:ffff::2', '2001:db9::1'],
    ]
    for (const [written, within, without] of cases) {
      const list = openAllowList([written])
      t.ok(list.hasAddress(within) && list.hasName(within), written)
      t.notOk(list.hasAddress(without) || list.hasName(without), written)
    }
    const all = openAllowList(['*'])
    t.ok(all.hasName('shop.example') && all.hasAddress('203.0.113.7') && all.hasAddress('2001:db8::1'))
  },
)

t.test('what is none of these is refused with what was expected', async (t) => {
  for (const written of [
    '300.1.1.1',
    '10.0.0.0/33',
    'a b',
    'http://',
    '-shop.example',
    'shop..example',
    '10.0.0.1/24/8',
    '10.0.0.*.*',
  ])
    t.throws(() => openAllowList([written]), {
      message: `${JSON.stringify(written)}, expected ${expectedEntry}`,
    })
})
