import fc from 'fast-check'
import lzString from 'lz-string'
import t from 'tap'
import { compressParams, decodeParams, encodeParams } from '../../contracts/params.ts'

const vector = {
  invoiceId: '000123',
  backLink: 'https://shop.example/ok',
  postLink: '',
  language: 'rus',
  description: 'Тест',
  amount: 100,
  currency: 'KZT',
  cardSave: true,
  name: null,
  auth: { access_token: 'T0KEN', expires_in: '1200', scope: 'webapi usermanagement', token_type: 'Bearer' },
}

t.test('the vector of wire/clients §4 encodes and decodes', async (t) => {
  const tail =
    '&cardSave=true&name=&auth=access_token%3DT0KEN%26expires_in%3D1200' +
    '%26scope%3Dwebapi%2520usermanagement%26token_type%3DBearer'
  t.ok(encodeParams(vector).endsWith(tail))
  const compressed = compressParams(vector)
  t.match(compressed, /^JYOwbg9sDGCmCSATAvABnQ/)
  t.same(decodeParams(compressed), { ...vector, amount: '100', cardSave: 'true', name: '' })
})

// payment-api.js does not encode keys: one with = or & in it means something else on the wire.
const key = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/[=&]/.test(text))
const text = fc.string({ unit: 'grapheme' })
const value = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))

const asText = (part: unknown) => (part === null || part === undefined ? '' : String(part))
const textsOf = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).map(([name, part]) => [name, asText(part)]))

t.test('a payment object with any keys and values comes back as texts', async (t) => {
  const payments = fc
    .dictionary(key, value, { minKeys: 1, noNullPrototype: true })
    .filter((record) => !Object.keys(record).some((name) => name.toLowerCase() === 'auth'))
  fc.assert(
    fc.property(payments, (payment) => {
      t.strictSame(decodeParams(compressParams(payment)), textsOf(payment))
    }),
  )
})

t.test('auth with any keys and values comes back one level deeper', async (t) => {
  const auths = fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true })
  fc.assert(
    fc.property(auths, (auth) => {
      t.strictSame(decodeParams(compressParams({ invoiceId: '000123', auth })), {
        invoiceId: '000123',
        auth: textsOf(auth),
      })
    }),
  )
})

t.test('auth may be spelled in any case and may be a bare token', async (t) => {
  t.same(decodeParams(compressParams({ Auth: { access_token: 'T' } })), { Auth: { access_token: 'T' } })
  t.same(decodeParams(compressParams({ auth: 'T0KEN' })), { auth: 'T0KEN' })
})

t.test('pluses that became spaces on the way are fixed', async (t) => {
  fc.assert(
    fc.property(text, (description) => {
      const compressed = compressParams({ description }).replaceAll('+', ' ')
      t.strictSame(decodeParams(compressed), { description })
    }),
  )
})

const compress = (decoded: string) => lzString.compressToEncodedURIComponent(decoded)

t.test('a broken text gives undefined and never an exception', async (t) => {
  for (const broken of [
    '',
    ' ',
    'x',
    '%%%',
    'undefined',
    'null',
    compress(''),
    compress('no pairs at all'),
  ]) {
    t.equal(decodeParams(broken), undefined, JSON.stringify(broken))
  }
  t.equal(decodeParams(compress('a=%')), undefined, 'a stray percent sign')
  t.equal(decodeParams(compress('auth=a%3D%25')), undefined, 'a stray percent sign inside auth')
  fc.assert(fc.property(fc.string(), (any) => ['object', 'undefined'].includes(typeof decodeParams(any))))
})

t.test('a URL cut in the middle never throws', async (t) => {
  const whole = compressParams(vector)
  for (let length = 0; length < whole.length; length++) {
    t.doesNotThrow(() => decodeParams(whole.slice(0, length)))
  }
})

t.test('a text that unfolds beyond 64 KiB is refused', async (t) => {
  const bomb = compress(`a=${'b'.repeat(70_000)}`)
  t.ok(bomb.length < 2000)
  t.equal(decodeParams(bomb), undefined)
})

t.test('of a key that comes twice the first value counts', async (t) => {
  t.same(decodeParams(compress('amount=1&amount=2')), { amount: '1' })
})

t.test('a key named like a part of every object is a key like others', async (t) => {
  const decoded = decodeParams(compress('__proto__=x&constructor=y&a=1')) as Record<string, unknown>
  t.strictSame(Object.entries(decoded), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
    ['a', '1'],
  ])
  t.equal(({} as Record<string, unknown>).x, undefined)
})
