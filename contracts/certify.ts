import type { Static } from 'typebox'
import { Type } from './schema.ts'

/** certify.yaml: one merchant under test. `{amount}`, `{invoiceId}`, `{cardId}` and `{port}` are filled in. */

const strict = { additionalProperties: false }

const url = Type.Optional(
  Type.String({
    pattern: '^https?://',
    expected: 'a URL that begins with http:// or https://; {port} may stand in it',
  }),
)
const path = Type.Optional(
  Type.String({ pattern: '^\\$?[\\w.\\[\\]-]*$', expected: 'a JSON path such as $.order.state' }),
)
const texts = (about: string) =>
  Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
      description: about,
      expected: 'names and texts',
    }),
  )

const call = {
  url,
  method: Type.Optional(Type.Enum(['GET', 'POST', 'PUT'], { expected: 'GET, POST or PUT' })),
  headers: texts('Headers of the request.'),
  form: texts('Fields of a form.'),
  json: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { expected: 'a JSON object' })),
  command: Type.Optional(Type.String({ minLength: 1, expected: 'a command line' })),
  function: Type.Optional(
    Type.String({
      pattern: '^[^#]+#\\w+$',
      expected: 'a file and the name it exports: ./shop.js#createOrder',
    }),
  ),
}
const oneWay = 'one of url, command, function'

export const Call = Type.Object(call, { ...strict, minProperties: 1, expected: oneWay })
export type Call = Static<typeof Call>

export const CreateOrder = Type.Object(
  { ...call, payment: path },
  {
    ...strict,
    minProperties: 1,
    description:
      'Answers the object the shop gives to halyk.pay(), or the page that calls it, or goes there.',
    expected: oneWay,
  },
)
export type CreateOrder = Static<typeof CreateOrder>

const Words = (about: string) =>
  Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
      description: about,
      expected: 'a list of what your shop calls it',
    }),
  )

export const orderStates = ['paid', 'unpaid', 'held', 'refunded'] as const

export const Probe = Type.Object(
  {
    ...call,
    lines: Type.Optional(
      Type.Boolean({
        description: 'The command stays: it reads an invoiceId a line and answers each with a line.',
        expected: 'true, beside command',
      }),
    ),
    state: path,
    amount: path,
    times: path,
    map: Type.Optional(
      Type.Object(
        {
          paid: Words('States of an order that is paid.'),
          unpaid: Words('States of an order that may still be paid.'),
          held: Words('States of an order whose money is held and not yet charged.'),
          refunded: Words('States of an order whose money has gone back.'),
        },
        { ...strict, expected: `lists under ${orderStates.join(', ')}` },
      ),
    ),
  },
  {
    ...strict,
    minProperties: 1,
    description:
      'Tells what state an order is in; `amount` is what the shop holds as paid, `times` how often it was fulfilled.',
    expected: oneWay,
  },
)
export type Probe = Static<typeof Probe>

const SavedCard = Type.Object(
  { ...call, cardId: Type.Optional(Type.String({ expected: 'how your shop knows a card that is good' })) },
  { ...strict, minProperties: 1, description: 'Charges a saved card without a browser.', expected: oneWay },
)
export type SavedCardCall = Static<typeof SavedCard>

const Restart = Type.Union([Type.Boolean(), Type.String({ minLength: 1 })], {
  expected: 'true: kill what `start` started and start it again; or a command',
})

const milliseconds = (least: number, about: string) =>
  Type.Optional(
    Type.Integer({
      minimum: least,
      maximum: 60_000,
      description: about,
      expected: `milliseconds, ${least} to 60000`,
    }),
  )

export const Certify = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, expected: 'what the report calls it' })),
    start: Type.Optional(Type.String({ minLength: 1, expected: 'the command that starts your shop' })),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535, expected: 'a port number' })),
    ready: url,
    terminal: Type.Optional(Type.String({ minLength: 1, expected: 'the UUID of a terminal' })),
    createOrder: CreateOrder,
    postlink: Type.Optional(Type.Object({ url }, { ...strict, expected: 'url: your endpoint' })),
    probe: Type.Optional(Probe),
    savedCard: Type.Optional(SavedCard),
    reconcile: Type.Optional(Call),
    restart: Type.Optional(Restart),
    patienceMs: milliseconds(100, 'How long an order may take to become what it should be, at least.'),
    quietMs: milliseconds(
      0,
      'How long nothing may happen before an order counts as unchanged; measured when left out.',
    ),
    log: Type.Optional(Type.String({ minLength: 1, expected: "the file your shop's log goes to" })),
    admin: Type.Optional(
      Type.Object({ url, headers: call.headers }, { ...strict, expected: 'url: a page of your staff' }),
    ),
  },
  { ...strict, expected: 'an object with createOrder' },
)
export type Certify = Static<typeof Certify>
