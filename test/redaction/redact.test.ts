import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { bodyOf, headersOf, openExchangeRedactor } from '../../server/readings/exchanges/redact.ts'
import { openRedactor } from '../../server/redaction/redact.ts'
import { fields } from '../../server/redaction/sensitive.ts'
import { mapTexts } from '../../server/redaction/texts.ts'
import { card } from '../world.ts'

const redacted = (value: unknown) => JSON.stringify(openRedactor().value('', value))

t.test('what a field is called decides first', async (t) => {
  for (const [field, value] of [
    ['client_secret', 'short'],
    ['CLIENT_SECRET', 'short'],
    ['access_token', 'DCEB8O_ZM5U7SO_T_U5EJQ'],
    ['cvc', '321'],
    ['hpan', '1234'],
    ['\u0441ryptogram', 'AAAA'],
    ['email', 'not an address'],
    ['phone', '5-55'],
    ['PayerName', 'AIGERIM'],
    ['secret_hash', 'order secret'],
  ] as const) {
    t.notMatch(redacted({ [field]: value }), value, field)
  }
})

t.test('a card number is found by Luhn wherever it stands', async (t) => {
  for (const value of [
    card.pan,
    '4405 6397 0401 5096',
    `paid with ${card.pan}, thanks`,
    `PAN${card.pan}`,
    `${card.pan}${card.cvc}`,
    `${card.pan}${card.pan}`,
    '377514500004820',
    `{"deep":{"number":"${card.pan}"}}`,
    Buffer.from(`{"hpan":"${card.pan}"}`).toString('base64'),
    Buffer.from(`{"name":"Айгерім","hpan":"${card.pan}"}`).toString('base64'),
    Number(card.pan),
  ]) {
    const text = redacted({ data: value })
    t.notMatch(text, card.pan, String(value))
    t.notMatch(text, '6397 0401')
    t.notMatch(text, String(value))
  }
  t.notMatch(
    redacted({ invoiceId: card.pan, terminal: '377514500004820' }),
    /4405639704015096|377514500004820/,
  )
  t.match(redacted({ note: 'from 203.0.113.77, by 192.168.1.20' }), 'from <ip 1>, by 192.168.1.20')
  t.equal(redacted({ data: '1234567890123456' }), '{"data":"1234567890123456"}', 'no card, by Luhn')
})

t.test(
  "an order's own number stays where it passes for a card of no scheme, and hides elsewhere",
  async (t) => {
    t.equal(
      redacted({ invoiceId: '1000000000000008', data: '1000000000000008' }),
      '{"invoiceId":"1000000000000008","data":"<card number 1>"}',
    )
  },
)

t.test('a number that was sent as text stays as it was written', async (t) => {
  t.equal(redacted({ data: '1.50', description: 'true' }), '{"data":"1.50","description":"true"}')
})

t.test('phones and addresses are found in any text', async (t) => {
  for (const [text, part] of [
    ['call +7 701 123 45 67 now', '123 45 67'],
    ['87011234567', '7011234567'],
    ['8 (701) 123-45-67', '123-45-67'],
    ['write to a.b+c@shop.example please', 'shop.example'],
  ] as const) {
    t.notMatch(redacted({ description: text }), part)
  }
})

t.test('a mask, an order number and a date stay', async (t) => {
  const id = '00000000-0000-4000-8000-000000000484'
  const plain = {
    id,
    cardMask: '440563...5096',
    invoiceId: '77011234567',
    dateTime: '2025-02-12T09:42:51+05:00',
  }
  t.equal(redacted(plain), JSON.stringify(plain))
})

t.test('types stay, so that drift still sees them', async (t) => {
  t.equal(
    redacted({ cvc: 321, phone: '', email: null, list: [{ pan: 1 }] }),
    '{"cvc":0,"phone":"","email":null,"list":[{"pan":0}]}',
  )
})

t.test('a packed payment object is unpacked and looked through', async (t) => {
  const params = compressParams({
    invoiceId: '100000001',
    phone: '77011234567',
    auth: { access_token: 'T'.repeat(22) },
  })
  const text = redacted({ params })
  t.match(text, /100000001/)
  t.notMatch(text, '77011234567')
  t.notMatch(text, 'TTTT')
})

t.test('what was secret once is secret wherever it turns up again, under one pseudonym', async (t) => {
  const redactor = openRedactor()
  t.strictSame(redactor.value('', { access_token: 'DCEB8O_ZM5U7SO_T_U5EJQ' }), { access_token: '<token 1>' })
  t.equal(redactor.text('/back?t=DCEB8O_ZM5U7SO_T_U5EJQ'), '/back?t=<token 1>')
  t.equal(redactor.hide('token', 'another'), '<token 2>')
  t.equal(redactor.hide('token', 'DCEB8O_ZM5U7SO_T_U5EJQ'), '<token 1>')
})

t.test('every name of the table hides what stands under it, in any case of its letters', async (t) => {
  for (const [name, kind] of Object.entries(fields)) {
    for (const field of [name, name.toUpperCase()])
      t.equal(redacted({ [field]: 'plain words' }), JSON.stringify({ [field]: `<${kind} 1>` }), field)
    t.equal(redacted({ [`${name}x`]: 'plain words' }), JSON.stringify({ [`${name}x`]: 'plain words' }))
  }
  t.ok(Object.keys(fields).length > 30)
})

t.test('what is found by its looks stands under a name of its kind', async (t) => {
  for (const [text, shown] of [
    ['write to a.b@shop.example now', 'write to <e-mail 1> now'],
    ['pay with 4405639704015096 now', 'pay with <card number 1> now'],
    ['call +7 701 123 45 67 now', 'call <phone 1> now'],
    ['call 87011234567 now', 'call <phone 1> now'],
    ['token DCEB8O_ZM5U7SO_T_U5EJQ now', 'token <token 1> now'],
    ['Bearer abc now', 'Bearer <token 1> now'],
    ['nothing of the kind', 'nothing of the kind'],
  ] as const)
    t.equal(redacted({ data: text }), JSON.stringify({ data: shown }), text)
})

t.test('a known secret that no pattern catches is hidden wherever it turns up again', async (t) => {
  const redactor = openRedactor()
  t.strictSame(redactor.value('', { client_secret: 'open sesame' }), { client_secret: '<secret 1>' })
  t.strictSame(
    redactor.value('', { data: 'say open sesame', 'open sesame': 1, n: [{ deep: 'open sesame' }] }),
    {
      data: 'say <secret 1>',
      '<secret 1>': 1,
      n: [{ deep: '<secret 1>' }],
    },
  )
  t.strictSame(redactor.value('', { cvc: '12' }), { cvc: '<cvc 1>' })
  t.equal(redactor.text('room 12'), 'room 12', 'a short one would be found inside innocent words')
  t.equal(redactor.text('12'), '<cvc 1>', 'but not when it stands alone')
})

t.test('cookies and queries that nothing else of an exchange tells are hidden', async (t) => {
  const redactor = openExchangeRedactor((text) => text)
  t.strictSame(
    headersOf(redactor, {
      cookie: 'session=open-sesame-1',
      'set-cookie': 'session=open-sesame-2',
      referer: 'https://shop.example/a/4405639704015096?secret=open-sesame-3',
      authorization: 'Basic b3BlbjpzZXNhbWU=',
      accept: 'text/html',
      none: undefined,
    }),
    {
      cookie: '***',
      'set-cookie': '***',
      referer: 'https://shop.example/a/440563...5096?…',
      authorization: 'Basic b3Bl…',
      accept: 'text/html',
    },
  )
  t.equal(redactor.text('again session=open-sesame-1'), 'again ***')
  t.strictSame(bodyOf(redactor, 'client_secret=ab&cvc=123&name=Ann'), 'client_secret=***&cvc=***&name=Ann')
})

t.test('texts of a value are changed everywhere, and nothing else is', async (t) => {
  const value = { a: 'x', n: 1234567890123456, at: 1764300000000, list: ['x', 2, null], deep: { x: true } }
  t.equal(
    mapTexts(value, (text) => text),
    value,
    'the same object when nothing was changed',
  )
  t.strictSame(
    mapTexts(value, (text) => `${text}!`),
    {
      'a!': 'x!',
      'n!': '1234567890123456!',
      'at!': 1764300000000,
      'list!': ['x!', 2, null],
      'deep!': { 'x!': true },
    },
  )
  t.strictSame(
    mapTexts({ n: 1234567890123456, a: 'x' }, (text, field) => (field === 'a' ? 'y' : text)),
    { n: 1234567890123456, a: 'y' },
  )
})
