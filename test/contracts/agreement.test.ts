import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import type { AnySchema } from '../../contracts/fields.ts'
import { type MessageName, messages } from '../../contracts/messages.ts'
import { compressParams, decodeParams } from '../../contracts/params.ts'
import { printedMessages } from '../../contracts/printed-messages.ts'
import { readerOf } from '../../contracts/reader.ts'
import { toStandardSchemas } from '../../contracts/standard-schemas.ts'

/** A published schema and the sandbox say the same of what a careless shop sends, both ways. */

type Message = Record<string, unknown>

const uuid = '67e34d63-102f-4bd1-898e-370781d0074d'
const order = { id: '000000001', amount: 100, currency: 'KZT', terminalId: uuid }
const card = { cardCred: '4405639704015096' }
const samples: Partial<Record<MessageName, Message>> = {
  TokenRequest: printedMessages.TokenRequest?.[0] as Message,
  PaymentObject: printedMessages.PaymentObject?.[0] as Message,
  CardsAuthRequest: printedMessages.CardsAuthRequest?.[0] as Message,
  CryptopayRequest: {
    amount: 100,
    currency: 'KZT',
    cryptogram: 'bm90IGEgY2FyZA==',
    invoiceId: '000000001',
    description: 'Tea',
    cardSave: true,
    postLink: 'https://shop.example/postlink',
  },
  InvoiceLinkRequest: {
    shop_id: uuid,
    account_id: 'u1',
    invoice_id: '000000001',
    amount: 100,
    currency: 'KZT',
    expire_period: '1d',
    recipient_contact_sms: '+77770000000',
    card_save: false,
    post_link: 'https://shop.example/postlink',
  },
  QrRequest: { postLink: 'https://shop.example/postlink', description: 'Tea', accountId: 'u1' },
  RecurrentRequest: { transactionId: uuid, paymentFrequency: 'MONTHLY' },
  QrStatusQuery: { billNumber: '123456' },
  TransferRequest: { order, card: { sender: card, receiver: { id: uuid } } },
  DebitRequest: { order, card: { sender: { ...card, expire: { month: 1, year: 2027 } } } },
  PayoutRequest: { order, card: { receiver: card } },
  OperationRequest: { amount: 19.99, externalID: 'r-1' },
  ConfirmRequest: { MD: 'md', PaRes: 'pares', ID: uuid },
  BonusRequest: { cryptogram: 'bm90IGEgY2FyZA==' },
  IbanQuery: { iban: 'KZ000000000000000000', terminalId: uuid },
  MasterpassRequest: { Token: 'token', Amount: 100, MerchantName: 'Tea', CurrencyCode: 'KZT' },
  CreditQuery: { shopId: uuid },
  InstalmentRequest: { shopId: uuid, amount: 5000, orderId: '000000001', creditConditionId: uuid },
  InstalmentQuery: { orderId: uuid },
  HomebankQuery: { invoiceId: '000000001' },
}

const retypings: Record<string, (value: unknown) => unknown> = {
  'as text': (value) => (typeof value === 'object' ? value : String(value)),
  'as text with spaces': (value) => (typeof value === 'object' ? value : ` ${value} `),
  'as a number': (value) => (Number.isNaN(Number(value)) ? 7 : Number(value)),
  'as a truth value': () => true,
  'as other text': () => 'hello',
  negative: () => -1,
  'negative text': () => '-1',
  'too large': () => 10_000_000_000,
  'too large text': () => '10000000000',
  null: () => null,
  empty: () => '',
  'a list': () => [1],
  'an object': () => ({ a: 1 }),
}

interface Mutant {
  how: string
  message: Message
}

const without = (message: Message, field: string): Message =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== field))

const mutantsOf = (sample: Message): Mutant[] =>
  Object.keys(sample).flatMap((field) => [
    { how: `${field} left out`, message: without(sample, field) },
    { how: `${field} renamed`, message: { ...without(sample, field), [`x_${field}`]: sample[field] } },
    ...Object.entries(retypings).map(([how, retype]) => ({
      how: `${field} ${how}`,
      message: { ...sample, [field]: retype(sample[field]) },
    })),
  ])

/** Where the two cannot agree, and why. Decimals and bytes: no keyword. Unique numbers: known to the server alone. */
const exceptions: [message: RegExp, how: RegExp, why: string][] = [
  [/./, /^(amount|description) (a third decimal|126 bytes)$/, 'decimals and bytes have no keyword'],
  [/Masterpass/, /^CurrencyCode too large$/, 'how many digits a number has has no keyword'],
  [/PaymentObject/, / (a list|an object)$/, 'halyk.pay() writes a list or an object as text'],
  [/PaymentObject/, /^auth /, 'any text may be a bare token; whether it is one is known to the server alone'],
  [/PaymentObject/, /^accountId /, 'that a card is saved for somebody is asked by the page, not by the form'],
]

const excepted = (name: string, how: string) =>
  exceptions.some(([message, mutation]) => message.test(name) && mutation.test(how))

const readers: Record<string, (raw: Message) => unknown> = {
  PaymentObject: (payment) => decodeParams(compressParams(payment)),
}

for (const [name, sample] of Object.entries(samples) as [MessageName, Message][]) {
  t.test(`${name}: schema and reader judge every mutated sample alike`, async (t) => {
    const valid = new Ajv2020({ logger: false }).compile(toStandardSchemas()[name] ?? {})
    const read = readerOf(messages[name].schema as never)
    const accepts = (message: Message) =>
      read((readers[name] ?? ((raw) => raw))(message)).violations.length === 0
    t.ok(valid(sample) && accepts(sample), 'the sample itself is right')
    const mutants = [...mutantsOf(sample), { how: 'one more field', message: { ...sample, extra: 1 } }]
    const apart = mutants
      .filter(({ how }) => !excepted(name, how))
      .filter(({ message }) => valid(message) !== accepts(message))
      .map(({ how, message }) => `${how}: schema ${valid(message)}, reader ${accepts(message)}`)
    t.same(apart, [])
    const refused = mutants.filter(({ message }) => !valid(message))
    t.ok(refused.length > 0 && refused.length < mutants.length, 'some are refused, not all')
  })
}

t.test('the exceptions, printed', async (t) => {
  for (const [, how, why] of exceptions) t.comment(`${how.source}: ${why}`)
  t.ok(exceptions.length < 6)
})

t.test('a payment object asks for what the page asks for', async (t) => {
  const valid = new Ajv2020({ logger: false }).compile(toStandardSchemas().PaymentObject ?? {})
  const [pay = {}, verify = {}] = printedMessages.PaymentObject as Message[]
  t.ok(valid(pay) && valid(verify))
  t.notOk(valid(without(pay, 'accountId')), 'a card is saved for somebody')
  t.ok(valid({ ...without(pay, 'accountId'), cardSave: false }))
  t.notOk(valid({ ...verify, amount: 100 }), 'a verification takes no money')
  t.notOk(valid({ ...verify, currency: 'KZT' }), 'and is in dollars')
  t.ok(valid({ ...pay, auth: { ...(pay.auth as object), expires_in: '1200' } }), 'as the wire has it')
})

t.test('what the schema says of fields, types and spellings is not lost on a request', async (t) => {
  const written = Object.entries(messages).filter(
    ([, { schema }]) =>
      (schema as AnySchema).type === 'object' && (schema as AnySchema).additionalProperties !== false,
  )
  const untested = written.map(([name]) => name).filter((name) => !(name in samples))
  t.same(
    untested,
    [
      'CardSecret',
      'ConfirmQuery',
      'InvoiceLinkListRequest',
      'RegisterRequest',
      'TransferListRequest',
      'PublicProfileRequest',
    ],
    'every other request is held above',
  )
})
