import fc from 'fast-check'
import t from 'tap'
import type { TObject } from 'typebox'
import { CardsAuthRequest } from '../../contracts/authorization.ts'
import { savedCardDoubts } from '../../contracts/doubt.ts'
import type { AnySchema } from '../../contracts/fields.ts'
import { type Operation, operations } from '../../contracts/operations.ts'
import { PaymentObject } from '../../contracts/payment.ts'
import { readerOf } from '../../contracts/reader.ts'
import { TokenRequest } from '../../contracts/token.ts'
import { matches } from '../matches.ts'

const readToken = readerOf(TokenRequest)
const readPayment = readerOf(PaymentObject)
const readCharge = readerOf(CardsAuthRequest)

const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
const token = { grant_type: 'client_credentials', client_id: 'test', client_secret: 'hush' }
const charge = {
  amount: 100,
  currency: 'KZT',
  terminalId: terminal,
  invoiceId: '000000001',
  description: 'Tea',
  backLink: 'https://shop.example/',
  postLink: 'https://shop.example/postlink',
  paymentType: 'cardId',
  cardId: { id: terminal },
}
const payment = {
  invoiceId: '000000001',
  backLink: 'https://shop.example/',
  description: 'Tea',
  terminal,
  amount: '100',
  currency: 'KZT',
  auth: 'TOKEN',
}

t.test('names are matched in any letter case', async (t) => {
  const { value, violations, unknown } = readPayment({
    InvoiceID: '000000001',
    BACKLINK: 'https://shop.example/',
    Description: 'Tea',
    Terminal: terminal,
    Amount: '100',
    CURRENCY: 'KZT',
    Auth: 'TOKEN',
    AccountId: 'u1',
    PaymentType: 'cardVerification',
  })
  t.same(violations, [])
  t.same(unknown, [])
  matches(t, value, { ...payment, amount: 100, accountId: 'u1', paymentType: 'cardVerification' })
})

t.test('the exact spelling wins over another one of the same name, whichever comes first', async (t) => {
  t.equal(readToken({ ...token, INVOICEID: '111111', invoiceID: '222222' }).value.invoiceID, '222222')
  t.equal(readToken({ ...token, invoiceID: '222222', INVOICEID: '111111' }).value.invoiceID, '222222')
})

t.test('aliases are other spellings of a name', async (t) => {
  t.equal(readToken({ ...token, curency: 'KZT' }).value.currency, 'KZT')
  t.equal(readPayment({ ...payment, telephone: '77' }).value.phone, '77')
  const { terminalId, ...rest } = charge
  t.equal(readCharge({ ...rest, terminal: terminalId }).value.terminalId, terminalId)
})

t.test('a null is an absent value, and so is an empty optional one', async (t) => {
  const { value, violations } = readCharge({
    ...charge,
    name: null,
    email: null,
    phone: '',
    data: null,
  })
  t.same(violations, [])
  t.same(Object.keys(value).sort(), Object.keys(charge).sort())
})

t.test('an empty link is a link: it says that there is none', async (t) => {
  const { value, violations } = readCharge({ ...charge, failurePostLink: '' })
  t.same(violations, [])
  t.equal(value.failurePostLink, '')
})

t.test('an empty required value is a violation and a null one is missing', async (t) => {
  matches(t, readCharge({ ...charge, currency: '' }).violations, [{ where: 'currency', got: '""' }])
  matches(t, readCharge({ ...charge, currency: null }).violations, [{ where: 'currency', got: 'nothing' }])
})

t.test('a number may come as text', async (t) => {
  for (const [amount, value] of [
    ['100', 100],
    [' 19.90 ', 19.9],
    ['0', 0],
  ] as const) {
    t.equal(readToken({ ...token, amount }).value.amount, value, JSON.stringify(amount))
  }
})

t.test('what is no number of the bank is refused', async (t) => {
  for (const amount of [
    '1e3',
    '1,5',
    '1 000',
    'ten',
    '0x10',
    'Infinity',
    '-1',
    '19.999',
    '1000000001',
    [1],
    {},
  ]) {
    matches(t, readToken({ ...token, amount }).violations, [{ where: 'amount' }], JSON.stringify(amount))
  }
})

t.test('a text may come as a number or a truth value', async (t) => {
  const { value, violations } = readCharge({ ...charge, accountId: 42, phone: 77_011_234_567, data: true })
  t.same(violations, [])
  matches(t, value, { accountId: '42', phone: '77011234567', data: 'true' })
})

t.test('a truth value may come as a word', async (t) => {
  for (const [cardSave, value] of [
    ['true', true],
    ['True', true],
    [' FALSE ', false],
    [true, true],
  ] as const) {
    t.equal(readPayment({ ...payment, cardSave }).value.cardSave, value, JSON.stringify(cardSave))
  }
  for (const cardSave of ['yes', '1', 1]) {
    matches(
      t,
      readPayment({ ...payment, cardSave }).violations,
      [{ where: 'cardSave' }],
      JSON.stringify(cardSave),
    )
  }
})

t.test('stray spaces of the seeds’ own links are taken out', async (t) => {
  const { value, violations } = readPayment({ ...payment, postLink: ' https://shop.example/ post link ' })
  t.same(violations, [])
  t.equal(value.postLink, 'https://shop.example/postlink')
})

t.test('a postlink goes to http and https alone; the buyer may return to an app', async (t) => {
  for (const postLink of ['shop://post', 'ftp://shop.example', 'javascript:alert(1)', 'http://']) {
    matches(t, readPayment({ ...payment, postLink }).violations, [{ where: 'postLink' }], postLink)
  }
  for (const backLink of ['shop://return', 'shop.example', '/return', 'localhost:8000/return']) {
    t.same(readPayment({ ...payment, backLink }).violations, [], backLink)
  }
  for (const backLink of ['ftp://shop.example', 'JavaScript:alert(1)', 'data:,x', 'vbscript:x', 'http://']) {
    matches(t, readPayment({ ...payment, backLink }).violations, [{ where: 'backLink' }], backLink)
  }
})

t.test('a breach that some clients get away with is a doubt, and any other a violation', async (t) => {
  const read = readerOf(CardsAuthRequest, savedCardDoubts)
  const { backLink, ...without } = charge
  matches(t, read(without), {
    violations: [],
    doubts: [{ id: 'saved-card-field', where: 'backLink', got: 'nothing' }],
  })
  matches(t, read({ ...charge, description: 'я'.repeat(63) }).doubts, [{ id: 'long-description' }])
  matches(t, read({ ...charge, description: 'x'.repeat(9000), amount: '1,5' }), {
    violations: [{ where: 'amount' }, { where: 'description' }],
    doubts: [],
  })
})

t.test('names that the contract does not know are listed and cut to 64 characters', async (t) => {
  const { unknown, violations } = readToken({ ...token, promo: 1, ['x'.repeat(100)]: 1 })
  t.same(violations, [])
  t.same(unknown, ['promo', 'x'.repeat(64)])
})

t.test('names that every object has are unknown names like others', async (t) => {
  const raw = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as object
  const { unknown } = readToken({ ...token, ...raw, ...Object.fromEntries(Object.entries(raw)) })
  t.ok(['constructor', 'toString'].every((name) => unknown.includes(name)))
})

t.test('a secret is not shown', async (t) => {
  const { violations } = readToken({ ...token, client_secret: 'y'.repeat(300) })
  matches(t, violations, [{ where: 'client_secret', got: 'a value (not shown)' }])
  t.notOk(JSON.stringify(readPayment({ ...payment, auth: 17 }).violations).includes('17'))
})

t.test('a card number that strayed into another field is not repeated', async (t) => {
  for (const stray of ['4405639704015096', '4405 6397 0401 5096', '3775-1450-0004-820']) {
    const { violations } = readToken({ ...token, invoiceID: stray, amount: stray })
    t.equal(violations.length, 2)
    const got = JSON.stringify(violations).replace(/[ -]/g, '')
    t.notOk(got.includes(stray.replace(/[ -]/g, '')), stray)
  }
  const nested = readCharge({ ...charge, cardId: { id: '4405639704015096' } }).violations
  t.notOk(JSON.stringify(nested).includes('4405639704015096'))
  const numeric = readToken({ ...token, amount: 4405639704015096 }).violations
  t.notOk(JSON.stringify(numeric).includes('4405639704015096'))
})

t.test('every violation is told at once, each with what it got, what was expected and the fix', async (t) => {
  const { violations } = readToken({ client_id: 'test', invoiceID: '12', amount: -1, terminal: 'x' })
  t.same(violations.map(({ where }) => where).sort(), [
    'amount',
    'client_secret',
    'grant_type',
    'invoiceID',
    'terminal',
  ])
  matches(
    t,
    violations.find(({ where }) => where === 'invoiceID'),
    {
      got: '"12"',
      expected: '6 to 15 digits',
      fix: /digits/,
    },
  )
})

t.test('a place inside an object is named with its path', async (t) => {
  matches(t, readCharge({ ...charge, cardId: { id: 'x' } }).violations, [{ where: 'cardId.id', got: '"x"' }])
  matches(t, readCharge({ ...charge, cardId: {} }).violations, [{ where: 'cardId.id', got: 'nothing' }])
  matches(t, readCharge({ ...charge, cardId: 'x' }).violations, [{ where: 'cardId', got: '"x"' }])
})

t.test('a description is counted in bytes', async (t) => {
  t.same(readPayment({ ...payment, description: 'я'.repeat(62) }).violations, [])
  matches(t, readPayment({ ...payment, description: 'я'.repeat(63) }).violations, [{ where: 'description' }])
})

t.test('a message that is no object is one violation, an absent one misses every field', async (t) => {
  for (const raw of ['text', 17, [token], true]) {
    matches(t, readToken(raw).violations, [{ where: 'body', expected: 'an object of named fields' }])
  }
  t.equal(readToken(undefined).violations.length, 3)
})

t.test('a long value is shown by its beginning', async (t) => {
  const [violation] = readToken({ ...token, invoiceID: 'x'.repeat(5000) }).violations
  t.ok((violation?.got.length ?? 0) <= 80)
})

t.test('whatever comes, reading it never throws', async (t) => {
  fc.assert(fc.property(fc.anything(), (raw) => Array.isArray(readToken(raw).violations)))
  const names = fc.constantFrom(...Object.keys(PaymentObject.properties))
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), (raw) => Array.isArray(readPayment(raw).violations)),
  )
  t.pass()
})

t.test(
  'advice fits what came: what is absent is not to be shortened, what must be there may not be empty',
  async (t) => {
    const page = readerOf(PaymentObject)
    const found = (given: object) =>
      Object.fromEntries(page(given).violations.map(({ where, expected, fix }) => [where, { expected, fix }]))
    const absent = found({})
    t.equal(absent.description?.fix, 'send it')
    for (const given of [{}, { backLink: '' }])
      t.equal(found(given).backLink?.expected, 'an absolute http or https URL')
    t.match(found({ description: 'x'.repeat(126) }).description?.fix, /^shorten the text/)
    t.equal(found({ description: {} }).description?.fix, 'send text')
    const token = readerOf(TokenRequest)({})
    t.equal(token.violations.find(({ where }) => where === 'client_id')?.fix, 'send it')
  },
)

/** Every object inside a request, by the way to it; an object in a list stands alone in it. */
const objectsIn = (schema: AnySchema, path: string[] = []): { path: string[]; schema: AnySchema }[] => {
  const { type, properties = {}, items, anyOf = [] } = schema
  return [
    ...(type === 'object' && path.length > 0 ? [{ path, schema }] : []),
    ...Object.entries(properties).flatMap(([name, field]) => objectsIn(field, [...path, name])),
    ...(items ? objectsIn(items, [...path, '0']) : []),
    ...anyOf.flatMap((branch) => objectsIn(branch, path)),
  ]
}

const emptyAt = ([name, ...deeper]: string[]): unknown =>
  name === undefined ? {} : name === '0' ? [emptyAt(deeper)] : { [name]: emptyAt(deeper) }

t.test('an object given empty inside a request is refused where it has to say something', async (t) => {
  const requests = Object.entries(operations as Record<string, Operation>)
  let looked = 0
  for (const [id, { body }] of requests) {
    for (const { path, schema } of body ? objectsIn(body as AnySchema) : []) {
      const asks = schema.required?.length || schema.atLeastOneOf
      const at = path.join('.')
      const { violations } = readerOf(body as TObject)(emptyAt(path))
      const about = violations.filter(({ where }) => where === at || where.startsWith(`${at}.`))
      t.equal(about.length > 0, Boolean(asks), `${id} ${at}`)
      for (const { expected } of about) t.notMatch(expected, /must/, `${id} ${at} in words of the contract`)
      looked += 1
    }
  }
  t.ok(looked > 15, `${looked} objects`)
})
