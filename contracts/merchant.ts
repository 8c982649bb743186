import type { Static } from 'typebox'
import { threeDSKinds } from './rule.ts'
import { Type } from './type.ts'
import { walletNames } from './wallet-token.ts'

/** Rows of the same id take each other's place; the others follow, in the order they came. */
export const joined = <Row extends { id: string }>(rows: readonly Row[], added: readonly Row[]): Row[] => [
  ...new Map([...rows, ...added].map((row) => [row.id, row])).values(),
]

/** A row of fixtures/clients.json: who may ask for tokens. */
export const Client = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    secret: Type.String({ minLength: 1 }),
    source: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)
export type Client = Static<typeof Client>

/** A row of fixtures/users.json: who signs in to the cabinet of a client. */
export const User = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    password: Type.String({ minLength: 1 }),
    client: Type.String({ description: 'Client id of the owner.' }),
    source: Type.String(),
  },
  { additionalProperties: false },
)
export type User = Static<typeof User>

/** A row of fixtures/terminals.json: a point of sale of one client. */
export const Terminal = Type.Object(
  {
    id: Type.String({ description: 'The UUID merchants send.' }),
    number: Type.String({ description: 'The short number the status prints.' }),
    client: Type.String({ description: 'Client id of the owner.' }),
    shop: Type.String({ description: 'The name buyers see.' }),
    shopId: Type.Optional(
      Type.String({ description: 'The shop_id of invoice links; the id of the terminal does as well.' }),
    ),
    threeDS: Type.Optional(
      Type.Enum([...threeDSKinds], { description: 'When 3-D Secure is asked; off by default.' }),
    ),
    singleMessageScheme: Type.Boolean({
      description: 'true: one stage, charged at once; false: held, then charged.',
    }),
    tokenExpireInSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'How long its tokens live, instead of the quirk tokenLifetime.',
      }),
    ),
    feePercent: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: "The bank's fee on what is paid out; 0 when absent.",
      }),
    ),
    wallets: Type.Optional(
      Type.Array(Type.Enum([...walletNames]), {
        description: 'What its payment page offers beside the card; none when absent.',
      }),
    ),
    instalments: Type.Optional(Type.Boolean({ description: 'true: the mobile SDKs offer instalments.' })),
    qr: Type.Optional(
      Type.Boolean({ description: 'true: the mobile SDKs are given a code to scan at their start.' }),
    ),
    sharedTest: Type.Optional(
      Type.Boolean({ description: 'true: the one every document prints; its stages are a quirk.' }),
    ),
    source: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)
export type Terminal = Static<typeof Terminal>
