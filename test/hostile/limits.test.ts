import fc from 'fast-check'
import lzString from 'lz-string'
import t from 'tap'
import type { AnySchema } from '../../contracts/fields.ts'
import { type Operation, operations } from '../../contracts/operations.ts'
import { decodeParams, encodeParams } from '../../contracts/params.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { unfold } from '../../contracts/unfold.ts'
import { matches } from '../matches.ts'
import { tokenForm } from '../world.ts'
import { get, inject, openTarget, payform, postForm, postJson, postParts } from './target.ts'

const doors = ['/oauth2/token', '/payform/pay', '/acs/', '/_sandbox/rules', '/no/such/address']

t.test('a body beyond 256 KiB is a 413 that says so, at every door and in every form', async (t) => {
  const { app } = await openTarget(t)
  const much = { description: 'a'.repeat(300_000) }
  for (const door of doors) {
    for (const sent of [postJson(door, much), postForm(door, much)]) {
      const { status, text } = await inject(app, sent)
      t.equal(status, 413, door)
      t.match(text, 'The body is larger than 256 KiB', door)
    }
  }
  t.equal((await inject(app, postForm('/_sandbox/shop/checkout', much))).status, 413, 'the sample shop')
})

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

t.test('JSON nested beyond 32 levels is a 400 that says so, at every door', async (t) => {
  const { app } = await openTarget(t)
  for (const door of doors) {
    for (const depth of [33, 5000, 40_000]) {
      const { status, text } = await inject(app, { ...postJson(door, {}), body: Buffer.from(nested(depth)) })
      t.equal(status, 400, `${door}, ${depth} levels`)
      t.match(text, 'nests deeper than 32 levels', door)
    }
    const { text } = await inject(app, { ...postJson(door, {}), body: Buffer.from(nested(32)) })
    t.notMatch(text, 'nests deeper', `32 levels are read at ${door}`)
  }
})

t.test('fields without number are a 400 that says how many came', async (t) => {
  const { app } = await openTarget(t)
  const fields = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, '1']))
  for (const post of [postJson, postForm]) {
    const { status, text } = await inject(app, post('/oauth2/token', fields(257)))
    t.equal(status, 400)
    t.match(text, 'The body has 257 fields, expected at most 256')
  }
  const { status } = await inject(app, postForm('/oauth2/token', { ...fields(200), ...tokenForm() }))
  t.equal(status, 200, 'a few unknown fields do no harm')
})

t.test('a multipart body that is none is a 400 that says why', async (t) => {
  const { app } = await openTarget(t)
  const whole = postParts('/oauth2/token', tokenForm())
  t.equal((await inject(app, whole)).status, 200)
  const parts = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${i}`, '1']))
  const spoiled = {
    'cut off': { ...whole, body: whole.body.subarray(0, -20) },
    'no boundary': { ...whole, headers: { 'content-type': 'multipart/form-data' } },
    'a boundary too long': {
      ...whole,
      headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(300)}` },
    },
    'a name of every object': postParts('/oauth2/token', { ['__proto__']: '1' }),
  }
  for (const [name, sent] of Object.entries(spoiled)) {
    const { status, text } = await inject(app, sent)
    t.equal(status, 400, name)
    t.match(text, /The multipart body cannot be read \(.+\): end each part as RFC 7578 says/, name)
  }
  t.equal((await inject(app, postParts('/oauth2/token', parts))).status, 413, 'too many parts')
  const file = Buffer.from(
    String(whole.body).replace('name="grant_type"', 'name="grant_type"; filename="a.txt"'),
  )
  matches(t, await inject(app, { ...whole, body: file }), { status: 400, text: /fields of text, no files/ })
})

t.test('JSON that is none is a 400, whatever it calls itself', async (t) => {
  const { app } = await openTarget(t)
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
    const sent = { ...postJson('/oauth2/token', {}), headers: { 'content-type': type } }
    const { status, text } = await inject(app, { ...sent, body: Buffer.from('{"grant_type":') })
    t.equal(status, 400, type)
    matches(t, JSON.parse(text), { code: -1, error: 'invalid_request' }, type)
  }
})

t.test('a part of a path that is too long, or cannot be decoded, is refused in words', async (t) => {
  const { app } = await openTarget(t)
  const customer = (letters: number) => get(`/cards/${'%D0%B9'.repeat(letters)}`)
  t.equal((await inject(app, customer(255))).status, 401, 'an accountId may have 255 letters')
  matches(t, await inject(app, customer(300)), { status: 414, text: /longer than 255 characters/ })
  matches(t, await inject(app, get('/cards/%ff')), { status: 400, text: /The path cannot be decoded/ })
})

t.test('every text a merchant may send has a greatest length', async (t) => {
  const bounded = ({ maxLength, pattern, format, enum: values, const: only }: AnySchema) =>
    maxLength !== undefined ||
    format === 'link' ||
    Boolean(values) ||
    only !== undefined ||
    (pattern !== undefined && !/[+*]|,\}/.test(pattern))
  const unbounded = (schema: AnySchema, where: string): string[] => {
    if (schema.properties)
      return Object.entries(schema.properties).flatMap(([name, field]) =>
        unbounded(field, `${where}.${name}`),
      )
    return schema.type === 'string' && !bounded(schema) ? [where] : []
  }
  const rows: [string, Operation][] = Object.entries(operations)
  const schemas = rows.flatMap(([id, { body, query }]) => [
    [id, body],
    [`${id}?`, query],
  ]) as [string, AnySchema | undefined][]
  t.same(
    [...schemas, ['page', PaymentObject as AnySchema] as const].flatMap(([id, one]) =>
      unbounded(one ?? ({} as AnySchema), id),
    ),
    [],
  )
})

const pack = (text: string) => lzString.compressToEncodedURIComponent(text)

t.test('a URL that unfolds beyond measure is refused before it has unfolded', async (t) => {
  const { app } = await openTarget(t)
  const bomb = pack(`description=${'a'.repeat(400_000)}`)
  t.ok(bomb.length < 4000, 'it fits into a URL')
  t.equal(unfold(bomb, 64 * 1024), undefined)
  matches(t, await inject(app, get(`/payform/?params=${bomb}`)), { status: 400, text: /params/ })
  t.equal(unfold(pack('a'.repeat(100)), 100), 'a'.repeat(100))
  t.equal(unfold(pack('a'.repeat(101)), 100), undefined)
})

t.test('params of more than 256 names are not read', async (t) => {
  const { app } = await openTarget(t)
  const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, '1']))
  t.equal(decodeParams(pack(encodeParams(names(257)))), undefined)
  t.strictSame(decodeParams(pack(encodeParams(names(256)))), names(256))
  t.equal((await inject(app, payform(names(1000)))).status, 400)
})

t.test('unfolding gives what the library gives', async () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  const texts = fc.oneof(
    fc.string({ unit, maxLength: 2000, size: 'max' }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'й', '%'), maxLength: 6000, size: 'max' }),
  )
  fc.assert(fc.property(texts, (text) => unfold(pack(text), 10_000) === text))
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$']
  const any = fc.string({ unit: fc.constantFrom(...letters), maxLength: 80 })
  fc.assert(
    fc.property(any, (packed) => {
      const mine = unfold(packed, 10_000)
      return mine === undefined || mine === lzString.decompressFromEncodedURIComponent(packed)
    }),
    { numRuns: 2000 },
  )
})
