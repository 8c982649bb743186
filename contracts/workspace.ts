import type { Static } from 'typebox'
import { threeDSKinds } from './rule.ts'
import { Type } from './schema.ts'

const strict = { additionalProperties: false }

/** A merchant of the user's own: who asks for tokens. */
export const ClientRequest = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 128, expected: 'a client id' }),
    secret: Type.String({ minLength: 1, maxLength: 256, secret: true, expected: 'its client secret' }),
  },
  strict,
)
export type ClientRequest = Static<typeof ClientRequest>

/** A point of sale; what is left out gets a default. */
export const TerminalRequest = Type.Object(
  {
    id: Type.String({
      pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
      expected: 'a UUID such as 67e34d63-102f-4bd1-898e-370781d0074d',
    }),
    client: Type.String({ minLength: 1, expected: 'the id of its client' }),
    number: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,12}$', expected: 'the short number the status prints' }),
    ),
    shop: Type.Optional(Type.String({ maxLength: 128, expected: 'the name buyers see' })),
    threeDS: Type.Optional(Type.Enum([...threeDSKinds], { expected: threeDSKinds.join(', ') })),
    tokenExpireInSeconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 31_536_000, expected: 'how many seconds its tokens live' }),
    ),
    feePercent: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        expected: "the bank's fee on payouts, in percent such as 2.5",
      }),
    ),
    singleMessageScheme: Type.Optional(
      Type.Boolean({ expected: 'true: charged at once; false: held, then charged or cancelled' }),
    ),
  },
  strict,
)
export type TerminalRequest = Static<typeof TerminalRequest>

/** `PUT /_sandbox/workspaces/{name}`: what is left out is as the server was started. */
export const WorkspaceRequest = Type.Object(
  {
    seed: Type.Optional(Type.String({ minLength: 1, expected: 'any text' })),
    clock: Type.Optional(Type.String({ expected: 'system, or an ISO 8601 instant with an offset' })),
    dialect: Type.Optional(Type.Enum(['documented', 'observed'], { expected: 'documented or observed' })),
    quirks: Type.Optional(
      Type.Record(Type.String(), Type.String(), { expected: 'quirk names and values; see doctor' }),
    ),
    stages: Type.Optional(
      Type.Enum(['one', 'two'], { expected: 'one or two: short for the quirk testTerminalStages' }),
    ),
    cards: Type.Optional(Type.Enum(['2025', '2020'], { expected: '2025 or 2020' })),
    strip: Type.Optional(
      Type.Boolean({ expected: 'true: test cards and outcomes under the payment page; false: none' }),
    ),
    retain: Type.Optional(Type.Integer({ minimum: 1, expected: 'how many payments are remembered' })),
    unreadableCryptogram: Type.Optional(
      Type.Enum(['refuse', 'unlocked', 'locked'], { expected: 'refuse, unlocked or locked' }),
    ),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
        expected: 'where browsers reach the server, such as https://pay.example.kz',
      }),
    ),
    clients: Type.Optional(Type.Array(ClientRequest)),
    terminals: Type.Optional(Type.Array(TerminalRequest)),
  },
  strict,
)
export type WorkspaceRequest = Static<typeof WorkspaceRequest>

const Moment = Type.Union([Type.Integer(), Type.String({ minLength: 1, maxLength: 200 })], {
  expected: 'the number of an entry, an ISO 8601 instant with an offset, or the name of a mark',
})
const Deliver = Type.Optional(
  Type.Boolean({ expected: 'true: postlinks that are still owed are sent; false: they are held' }),
)

/** `PUT /_sandbox/workspaces/{name}`: a new workspace that goes on from a moment of another. */
export const ForkRequest = Type.Object(
  {
    from: Type.String({ minLength: 1, expected: 'the name of a workspace' }),
    at: Type.Optional(Moment),
    deliver: Deliver,
  },
  strict,
)
export type ForkRequest = Static<typeof ForkRequest>

/** `POST /_sandbox/rewind`: this workspace, back to a moment of its own. */
export const RewindRequest = Type.Object({ at: Moment, deliver: Deliver }, strict)
export type RewindRequest = Static<typeof RewindRequest>
