import type { Static } from 'typebox'
import { Type } from './schema.ts'
import { type Instant, toInstant } from './time.ts'
import type { Violation } from './violation.ts'

/** A place in a journal with a name: what follows belongs to it, and a workspace can be taken back to it. */
export interface Mark {
  name: string
  /** The entry that is the mark itself. */
  seq: number
  at: Instant
}

export const MarkName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\p{Cc}]*\\S[^\\p{Cc}]*$',
  expected: 'a name of 1 to 200 characters in one line, such as the title of a test',
})

export const MarkRequest = Type.Object(
  { name: MarkName },
  { additionalProperties: false, expected: 'an object with name' },
)
export type MarkRequest = Static<typeof MarkRequest>

/** Where a number or an instant may stand too (`--at`), each is read as what it looks like. */
export const nameViolations = ({ name }: MarkRequest): Violation[] =>
  /^\d+$/.test(name) || toInstant(name) !== undefined
    ? [
        {
          where: 'name',
          got: `"${name}"`,
          expected: 'a name',
          fix: 'use words: a number alone is the number of an entry, and a date is a moment',
        },
      ]
    : []
