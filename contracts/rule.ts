import type { Static } from 'typebox'
import { violationsOf } from './reader.ts'
import { findReason } from './reason-code.ts'
import { Type } from './schema.ts'
import type { Violation } from './violation.ts'

/** What a rule can be about. Without `operation` it is about attempts to pay, through any door. */
export const ruleOperations = [
  'page',
  'savedCard',
  'cryptogram',
  'wallet',
  'token',
  'status',
  'charge',
  'cancel',
  'refund',
  'cards',
  'deactivate',
  'invoiceLink',
  'qr',
  'qrStatus',
  'register',
  'payout',
  'subscription',
  'transfer',
  'instalment',
] as const
export type RuleOperation = (typeof ruleOperations)[number]

export const paymentOperations: readonly RuleOperation[] = ['page', 'savedCard', 'cryptogram', 'wallet']

const strict = { additionalProperties: false }

const Range = Type.Object(
  { min: Type.Optional(Type.Number({ minimum: 0 })), max: Type.Optional(Type.Number({ minimum: 0 })) },
  strict,
)

export const When = Type.Object(
  {
    operation: Type.Optional(
      Type.Enum([...ruleOperations], {
        description: `Of this operation alone: ${ruleOperations.join(', ')}.`,
        expected: `one of ${ruleOperations.join(', ')}`,
      }),
    ),
    invoiceId: Type.Optional(Type.String({ minLength: 1, expected: 'an order number' })),
    card: Type.Optional(
      Type.String({
        pattern: '^([0-9]{13,19}|[0-9]{6}\\.\\.\\.[0-9]{4}|[0-9]{4})$',
        expected: 'a card number, its mask such as 440563...5096, or its last four digits',
      }),
    ),
    cardId: Type.Optional(Type.String({ minLength: 1, expected: 'the id of a saved card' })),
    amount: Type.Optional(
      Type.Union([Type.Number({ minimum: 0 }), Range], { expected: 'a number, or {"min": 100, "max": 200}' }),
    ),
    accountId: Type.Optional(Type.String({ expected: "the shop's id of the customer" })),
    terminal: Type.Optional(Type.String({ expected: 'the UUID of a terminal' })),
    holder: Type.Optional(Type.String({ expected: 'the name on the card' })),
    attempt: Type.Optional(
      Type.Integer({ minimum: 1, expected: 'which attempt to pay the invoice: 1 is the first' }),
    ),
  },
  strict,
)
export type When = Static<typeof When>

const Duration = (notes: { description: string }) =>
  Type.String({
    pattern: '^P(?=[0-9T])([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$',
    expected: 'an ISO 8601 duration such as PT30S, PT3H or P1D',
    ...notes,
  })

/** A fault on the wire, after or instead of what was asked. */
export const AnswerFault = Type.Union(
  [
    Type.Literal('lost', { description: 'It happens, and the connection is cut.' }),
    Type.Literal('refused', { description: 'Nothing happens, and the connection is cut.' }),
    Type.Literal('half', { description: 'It happens, and half of the JSON arrives.' }),
    Type.Object(
      {
        status: Type.Integer({ minimum: 200, maximum: 599 }),
        body: Type.Optional(Type.Unknown()),
        happens: Type.Optional(Type.Boolean({ description: 'Whether what was asked is done all the same.' })),
      },
      strict,
    ),
    Type.Object({ headersAfterMs: Type.Integer({ minimum: 0, maximum: 600_000 }) }, strict),
    Type.Object({ bodyOverMs: Type.Integer({ minimum: 0, maximum: 600_000 }) }, strict),
  ],
  { expected: 'lost, refused, half, {"status": 502, "body": …}, {"headersAfterMs": …} or {"bodyOverMs": …}' },
)
export type AnswerFault = Static<typeof AnswerFault>

export const PostlinkFault = Type.Object(
  {
    delayMs: Type.Optional(
      Type.Integer({ minimum: 0, description: "Sent so many milliseconds later, by the workspace's clock." }),
    ),
    copies: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'How often it is sent in all.' }),
    ),
    copyEveryMs: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Milliseconds between copies; 0 is at the same instant.' }),
    ),
    lost: Type.Optional(Type.Boolean({ description: 'Never sent.' })),
    reorder: Type.Optional(
      Type.Union([Type.Boolean(), Type.Literal('invoice')], {
        description: 'Sent after the next other postlink, of any invoice or of the same one.',
        expected: 'true, or "invoice"',
      }),
    ),
    late: Type.Optional(Type.Boolean({ description: 'Sent only when the status has changed again.' })),
    forged: Type.Optional(Type.Boolean({ description: 'With a wrong secret_hash.' })),
    corrupt: Type.Optional(Type.Boolean({ description: 'With its JSON cut in the middle.' })),
    contentType: Type.Optional(Type.String({ minLength: 1, description: 'With another content type.' })),
    amount: Type.Optional(Type.Number({ description: 'With another amount than was paid.' })),
    currency: Type.Optional(Type.String({ description: 'With another currency.' })),
    extra: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'With these fields more.' }),
    ),
    missing: Type.Optional(Type.Array(Type.String(), { description: 'Without these fields.' })),
  },
  strict,
)
export type PostlinkFault = Static<typeof PostlinkFault>

/** What is wrong with the rows of the register that `when` is about. */
export const RegisterFault = Type.Object(
  {
    missing: Type.Optional(Type.Boolean({ description: 'The row is not there.' })),
    twice: Type.Optional(Type.Boolean({ description: 'It comes again at the top of the next page.' })),
    after: Type.Optional(Duration({ description: 'It is there only so long after the payment.' })),
    amount: Type.Optional(Type.Number({ description: 'Another amount.' })),
  },
  { ...strict, minProperties: 1, expected: 'an object of missing, twice, after or amount' },
)
export type RegisterFault = Static<typeof RegisterFault>

const PayoutFault = Type.Union(
  [
    Type.Literal('late', { description: 'Left out of the payout, and due on the next working day.' }),
    Type.Object({ amount: Type.Number({ description: 'Another sum is paid out.' }) }, strict),
  ],
  { expected: 'late, or {"amount": 90}' },
)

export const threeDSKinds = ['challenge', 'frictionless', 'off'] as const
export type ThreeDSKind = (typeof threeDSKinds)[number]

export const Then = Type.Object(
  {
    reasonCode: Type.Optional(
      Type.Integer({
        minimum: -1,
        maximum: 9999,
        description: 'Decline with this reason code; 0 approves.',
        expected: 'a reason code; see epay-sandbox codes',
      }),
    ),
    approve: Type.Optional(Type.Boolean({ description: 'Approve, whatever the card.', expected: 'true' })),
    threeDS: Type.Optional(
      Type.Enum([...threeDSKinds], {
        description: `3-D Secure: ${threeDSKinds.join(', ')}.`,
        expected: threeDSKinds.join(', '),
      }),
    ),
    delayMs: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 600_000, expected: 'milliseconds of real time before the answer' }),
    ),
    answer: Type.Optional(AnswerFault),
    bonus: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1_000_000_000,
        description: 'What bonuses pay of the price; the card pays the rest, at least one unit of it.',
        expected: 'an amount in main units, such as 35',
      }),
    ),
    visibleAfter: Type.Optional(
      Duration({
        description:
          'It happens at once; for so long (PT30S) the status, the lists and the postlink know nothing of it.',
      }),
    ),
    postlink: Type.Optional(PostlinkFault),
    register: Type.Optional(RegisterFault),
    payout: Type.Optional(PayoutFault),
  },
  { ...strict, minProperties: 1 },
)
export type Then = Static<typeof Then>

/** `{"when": {…}, "then": {…}, "times": 1}`: the first rule that matches wins. */
export const Rule = Type.Object(
  {
    when: Type.Optional(When),
    then: Then,
    times: Type.Optional(Type.Integer({ minimum: 1, expected: 'how many matches until it clears itself' })),
  },
  strict,
)
export type Rule = Static<typeof Rule>

/** What some parts of `then` can be about; a rule that could never do anything is refused. */
const homes = {
  visibleAfter: [undefined, ...paymentOperations, 'subscription', 'transfer', 'charge', 'cancel', 'refund'],
  register: ['register'],
  payout: ['payout'],
} as const

const misplacedIn = ({ when: { operation } = {}, then }: Rule): Violation | undefined => {
  for (const name of Object.keys(homes) as (keyof typeof homes)[]) {
    const home: readonly (RuleOperation | undefined)[] = homes[name]
    if (then[name] === undefined || home.includes(operation)) continue
    const expected = `${home.filter(Boolean).join(' or ')}, for then.${name}`
    return { where: 'when.operation', got: operation ?? 'nothing', expected }
  }
  return undefined
}

/** A rule as it may be added; also what scenarios are checked with. */
export const ruleViolations = (rule: unknown): Violation[] => {
  const violations = violationsOf(Rule, rule)
  const code = (rule as Rule | undefined)?.then?.reasonCode
  if (violations.length > 0) return violations
  const misplaced = misplacedIn(rule as Rule)
  if (misplaced) return [misplaced]
  if (code === undefined || findReason(code)) return violations
  return [{ where: 'then.reasonCode', got: String(code), expected: 'a code of GET /_sandbox/reason-codes' }]
}
