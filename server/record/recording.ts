import type { Static } from 'typebox'
import { Type } from '../../contracts/schema.ts'

const strict = { additionalProperties: false }

const Body = {
  contentType: Type.String({ expected: 'a content type, or an empty text' }),
  /** Fields, whatever they came as; null when there was nothing, or nothing that could be read field by field. */
  body: Type.Unknown(),
  unread: Type.Optional(
    Type.Integer({ description: 'Bytes that were not written down: pages, keys, noise.' }),
  ),
}

/** One exchange with the bank as it may be kept: redacted, without time, host or address. */
export const Recording = Type.Object(
  {
    version: Type.Literal(1, { expected: '1, the format of this version of epay-sandbox' }),
    number: Type.Integer({ minimum: 1 }),
    operation: Type.Union([Type.String(), Type.Null()], { expected: 'the id of an operation, or null' }),
    request: Type.Object(
      {
        method: Type.String(),
        path: Type.String(),
        params: Type.Record(Type.String(), Type.String()),
        query: Type.Record(Type.String(), Type.String()),
        token: Type.Optional(Type.String({ description: 'Pseudonym of the bearer token.' })),
        ...Body,
      },
      strict,
    ),
    answer: Type.Object({ status: Type.Integer({ minimum: 100, maximum: 599 }), ...Body }, strict),
  },
  strict,
)
export type Recording = Static<typeof Recording>

export const fileNameOf = ({ number, operation }: Recording): string =>
  `${String(number).padStart(4, '0')}-${operation ?? 'other'}.json`
