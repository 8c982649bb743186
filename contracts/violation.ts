import type { Static } from 'typebox'
import { assumed, Type } from './schema.ts'

const ours = assumed('the sandbox explains what the bank leaves to guesses')

/** One thing wrong with a message. */
export const Violation = Type.Object(
  {
    where: Type.String({ description: 'The field, with dots between levels.', ...ours }),
    got: Type.String({ description: 'What was sent instead; never a secret or a card number.', ...ours }),
    expected: Type.String({ description: 'What was expected.', ...ours }),
    fix: Type.Optional(Type.String({ description: 'How to fix it.', ...ours })),
  },
  { additionalProperties: false },
)
export type Violation = Static<typeof Violation>

/** The list beside the words of a refusal; absent when it is not about the form of a message. */
export const violationsField = Type.Optional(
  Type.Array(Violation, { description: 'Each field that broke the contract.', ...ours }),
)
