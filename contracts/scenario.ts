import type { Static } from 'typebox'
import { MarkName } from './mark.ts'
import { Rule } from './rule.ts'
import { Expectation } from './scenario-expectation.ts'
import { Type } from './schema.ts'
import { TerminalRequest } from './workspace.ts'

/** A scenario file: one story of rules, clock moves, payments and expectations. Its file name is its title. */

const strict = { additionalProperties: false }
const nothing = (about: string) => Type.Object({}, { ...strict, description: about, expected: '{}' })

const invoiceId = Type.String({ pattern: '^[0-9]{6,15}$', expected: '6 to 15 digits, in quotes' })
const amount = Type.Number({ minimum: 0, money: true, expected: 'a number with at most two decimals' })
const code = Type.Integer({ minimum: -1, maximum: 9999, expected: 'a reason code; see epay-sandbox codes' })
const own = 'what is left out is filled in'

/** Names and values of the bank's own message; null leaves one out. */
const Fields = (about: string) => Type.Record(Type.String(), Type.Unknown(), { description: about })

const Order = Type.Object(
  {
    invoiceId: Type.Optional(invoiceId),
    amount: Type.Optional(amount),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', expected: 'three letters such as KZT' })),
    cardSave: Type.Optional(Type.Boolean({ expected: 'true or false' })),
    verification: Type.Optional(Type.Boolean({ expected: 'true: the card is saved, nothing is paid' })),
    accountId: Type.Optional(Type.String({ expected: "the shop's id of the customer" })),
    description: Type.Optional(Type.String({ expected: 'text' })),
    language: Type.Optional(Type.String({ expected: 'rus, kaz or eng' })),
    terminal: Type.Optional(Type.String({ expected: 'the UUID of a terminal' })),
    secretHash: Type.Optional(Type.String({ expected: 'text' })),
    email: Type.Optional(Type.String({ expected: 'text' })),
    phone: Type.Optional(Type.String({ expected: 'text' })),
    name: Type.Optional(Type.String({ expected: 'text' })),
    data: Type.Optional(Type.String({ expected: 'text' })),
    postLink: Type.Optional(Type.String({ expected: 'a URL, or "" for none' })),
    failurePostLink: Type.Optional(Type.String({ expected: 'a URL, or "" for none' })),
  },
  { ...strict, description: `Starts an order, or returns to one by its invoiceId; ${own}.`, expected: own },
)
export type OrderStep = Static<typeof Order>

const testCards = ['unlocked', 'locked', 'amex'] as const

const Pay = Type.Object(
  {
    testCard: Type.Optional(Type.Enum([...testCards], { expected: testCards.join(', ') })),
    code: Type.Optional(code),
    card: Type.Optional(
      Type.String({ pattern: '^[0-9 -]{12,25}$', expected: 'the number of a card, in quotes' }),
    ),
    expiry: Type.Optional(Type.String({ expected: 'MM/YY, in quotes' })),
    cvc: Type.Optional(Type.String({ expected: 'digits, in quotes' })),
    holder: Type.Optional(Type.String({ expected: 'a name, for example CODE 484' })),
    save: Type.Optional(Type.Boolean({ expected: 'true: the buyer ticks "save the card"' })),
  },
  { ...strict, description: 'The buyer types a card on the page and presses Pay.' },
)
export type PayStep = Static<typeof Pay>

const ChargeSavedCard = Type.Object(
  {
    savedBy: Type.Optional(invoiceId),
    code: Type.Optional(code),
    cardId: Type.Optional(Type.String({ expected: 'a UUID' })),
    holder: Type.Optional(Type.String({ expected: 'a name, for example CODE 484' })),
    fields: Type.Optional(Fields('Fields of payments/cards/auth.')),
  },
  { ...strict, description: 'The card saved last, by one invoice, or the fixed card of a reason code.' },
)
export type ChargeSavedCardStep = Static<typeof ChargeSavedCard>

const AskStatus = Type.Object(
  {
    invoiceId: Type.Optional(invoiceId),
    token: Type.Optional(Type.Enum(['payment', 'service'], { expected: 'payment or service' })),
  },
  { ...strict, description: 'With a token of its own, or the one of the payment.' },
)
export type AskStatusStep = Static<typeof AskStatus>

const Operate = Type.Object(
  { amount: Type.Optional(amount) },
  { ...strict, description: 'Of the payment made last; without an amount, of all of it.' },
)
export type OperateStep = Static<typeof Operate>

const threeDSAnswers = ['right', 'wrong', 'cancel'] as const

const ThreeDS = Type.Object(
  { answer: Type.Optional(Type.Enum([...threeDSAnswers], { expected: threeDSAnswers.join(', ') })) },
  { ...strict, description: "The buyer's answer to the issuer's question; the right one when left out." },
)
export type ThreeDSStep = Static<typeof ThreeDS>

const Merchant = Type.Object(
  {
    answers: Type.Array(
      Type.Union([Type.Integer({ minimum: 100, maximum: 599 }), Type.Literal('cut')], {
        expected: 'an HTTP status, or cut',
      }),
      { minItems: 1, expected: 'a list of HTTP statuses, or cut, one a postlink' },
    ),
  },
  { ...strict, description: 'How the merchant answers its next postlinks; after that with 200.' },
)
export type MerchantStep = Static<typeof Merchant>

const verbs = {
  order: Order,
  token: Fields('Asks for a fresh token; fields of the token request on top.'),
  openPage: Fields('Opens the page; fields of the payment object on top.'),
  pay: Pay,
  threeDS: ThreeDS,
  chargeSavedCard: ChargeSavedCard,
  askStatus: AskStatus,
  charge: Operate,
  cancel: Operate,
  refund: Operate,
  advance: Type.String({ expected: 'an ISO 8601 duration such as PT2H' }),
  set: Type.String({ expected: 'an ISO 8601 instant with an offset such as 2025-02-12T09:42:51+05:00' }),
  rule: Rule,
  clearRules: nothing('Clears every rule.'),
  merchant: Merchant,
  mark: MarkName,
}
type VerbSchemas = typeof verbs
export type Verb = keyof VerbSchemas
export const verbNames = Object.keys(verbs) as Verb[]

type OptionalVerbs = { [V in Verb]: ReturnType<typeof Type.Optional<VerbSchemas[V]>> }
const optionalVerbs = Object.fromEntries(
  Object.entries(verbs).map(([verb, schema]) => [verb, Type.Optional(schema)]),
) as unknown as OptionalVerbs

const Single = Type.Object({ ...optionalVerbs, expect: Type.Optional(Expectation) }, strict)

export const Step = Type.Object(
  {
    ...optionalVerbs,
    parallel: Type.Optional(
      Type.Array(Single, { minItems: 2, expected: 'a list of two or more steps, done at once' }),
    ),
    expect: Type.Optional(Expectation),
  },
  { ...strict, expected: `exactly one of ${[...verbNames, 'parallel'].join(', ')}, and expect` },
)
export type Step = Static<typeof Step>

const text = Type.Union([Type.String(), Type.Integer()], { expected: 'text' })

export const Scenario = Type.Object(
  {
    about: Type.String({ minLength: 1, expected: 'one sentence' }),
    wrong: Type.Optional(Type.String({ minLength: 1, expected: 'what a shop does wrong, one sentence' })),
    right: Type.Optional(Type.String({ minLength: 1, expected: 'the right way, one sentence' })),
    clock: Type.Optional(Type.String({ expected: 'an ISO 8601 instant with an offset' })),
    seed: Type.Optional(text),
    cards: Type.Optional(Type.Enum(['2025', '2020', 2025, 2020], { expected: '2025 or 2020' })),
    quirks: Type.Optional(
      Type.Record(Type.String(), text, { expected: 'quirk names and values; see doctor' }),
    ),
    terminals: Type.Optional(Type.Array(TerminalRequest, { expected: 'a list of terminals' })),
    rules: Type.Optional(Type.Array(Rule, { expected: 'a list of rules' })),
    story: Type.Array(Step, { minItems: 1, expected: 'a list of steps' }),
  },
  { ...strict, expected: 'an object with about and story' },
)
export type Scenario = Static<typeof Scenario>
