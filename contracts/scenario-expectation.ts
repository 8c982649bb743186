import type { Static } from 'typebox'
import { Type } from './schema.ts'
import { statusNames } from './status-name.ts'

const strict = { additionalProperties: false }

const subset = (of: string) =>
  Type.Record(Type.String(), Type.Unknown(), { expected: `an object of fields of ${of}` })
const count = Type.Integer({ minimum: 0, expected: 'a count' })
const kind = Type.Enum(['success', 'failure'], { expected: 'success or failure' })
const missing = Type.Array(Type.String(), { expected: 'names of fields that must not be there' })

/** One postlink as the sandbox keeps it. */
export const PostlinkExpectation = Type.Object(
  {
    kind: Type.Optional(kind),
    state: Type.Optional(
      Type.Enum(['due', 'held', 'delivered', 'failed'], { expected: 'due, held, delivered or failed' }),
    ),
    attempts: Type.Optional(count),
    invoiceId: Type.Optional(Type.String({ expected: 'an order number, in quotes' })),
    body: Type.Optional(subset('the postlink')),
  },
  { ...strict, expected: 'an object such as {kind: success, state: delivered, attempts: 1}' },
)
export type PostlinkExpectation = Static<typeof PostlinkExpectation>

/** One request as it reached the merchant. */
export const ArrivalExpectation = Type.Object(
  {
    kind: Type.Optional(kind),
    invoiceId: Type.Optional(Type.String({ expected: 'an order number, in quotes' })),
    readable: Type.Optional(Type.Boolean({ expected: 'false: the body is no JSON and no form' })),
    genuine: Type.Optional(Type.Boolean({ expected: "whether secret_hash is the order's own" })),
    contentType: Type.Optional(Type.String({ expected: 'a content type, or none' })),
    body: Type.Optional(subset('the postlink')),
    missing: Type.Optional(missing),
  },
  { ...strict, expected: 'an object such as {kind: success, genuine: true}' },
)
export type ArrivalExpectation = Static<typeof ArrivalExpectation>

export const pageOutcomes = [
  'open',
  'mistyped',
  'declined',
  'challenge',
  'paid',
  'failed',
  'expired',
  'error',
] as const
export type PageOutcome = (typeof pageOutcomes)[number]

/** What the step itself is answered. */
const answer = {
  httpStatus: Type.Optional(Type.Integer({ minimum: 100, maximum: 599, expected: 'an HTTP status' })),
  code: Type.Optional(Type.Integer({ expected: "the answer's code" })),
  error: Type.Optional(Type.String({ expected: 'the OAuth error of the token endpoint' })),
  message: Type.Optional(Type.String({ expected: 'words the message contains' })),
  connection: Type.Optional(Type.Enum(['cut', 'whole'], { expected: 'cut or whole' })),
  page: Type.Optional(Type.Enum([...pageOutcomes], { expected: pageOutcomes.join(', ') })),
  body: Type.Optional(subset("the answer's JSON")),
  atLeastMs: Type.Optional(count),
}

/** What is true afterwards, when everything due has been delivered. */
const world = {
  status: Type.Optional(
    Type.Enum([...statusNames], {
      expected: `the status of the order's last payment: ${statusNames.join(', ')}`,
    }),
  ),
  reasonCode: Type.Optional(Type.Integer({ expected: "the reason code of the order's last payment" })),
  payments: Type.Optional(count),
  postlinks: Type.Optional(Type.Array(PostlinkExpectation, { expected: 'a list, oldest first' })),
  arrived: Type.Optional(Type.Array(ArrivalExpectation, { expected: 'a list, in the order of arrival' })),
}

export type AnswerKey = keyof typeof answer
export type WorldKey = keyof typeof world
export const answerKeys = Object.keys(answer) as AnswerKey[]
export const worldKeys = Object.keys(world) as WorldKey[]

export const Expectation = Type.Object(
  { ...answer, ...world },
  { ...strict, minProperties: 1, expected: 'what must be so after the step' },
)
export type Expectation = Static<typeof Expectation>
