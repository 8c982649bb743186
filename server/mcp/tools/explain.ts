import type { TestCard } from '../../../contracts/card.ts'
import { findReason, reasonCodes, tellReason } from '../../../contracts/reason-code.ts'
import { bankWords } from '../../../contracts/reason-words.ts'
import { toReference } from '../../../contracts/reference.ts'
import { searchReference } from '../../../contracts/reference-search.ts'
import { refusals } from '../../../contracts/refusal.ts'
import { Type } from '../../../contracts/schema.ts'
import cards from '../../../fixtures/cards.json' with { type: 'json' }
import { provocationOf } from '../../client/provoke.ts'
import { nearest, UsageError } from '../../errors.ts'
import { tool } from '../tool.ts'

const strict = { additionalProperties: false }

const explainCode = (code: number) => {
  const found = findReason(code)
  if (!found) {
    const known = reasonCodes.map((row) => String(row.code))
    throw new UsageError(
      `reason code ${code} does not exist; near it: ${nearest(String(code), known).join(', ')}`,
    )
  }
  return { ...tellReason(found), bank: bankWords(code, 'eng'), provoke: provocationOf(code) }
}

/** The bank's own sentence comes with more after it: which field, what came. */
const explainRefusal = (message: string) => {
  const said = message.toLowerCase()
  const all = Object.entries(refusals).map(([name, row]) => ({ name, ...row }))
  const found = all.filter((row) => said.includes(row.message.toLowerCase()) || said === row.name)
  if (found.length > 0) return { refusals: found }
  const near = nearest(
    message,
    all.map((row) => row.message),
  )
  throw new UsageError(`no refusal says "${message.slice(0, 200)}"; near it: ${near.join('; ')}`)
}

export const explain = tool({
  name: 'explain',
  title: 'Explain a reason code or a refusal',
  description:
    'What a reason code means (final or not, whose fault, what to do, how to provoke it), or what a refusal of the ' +
    'bank means and how to fix the request: send the code, or the message of the refusal.',
  changes: false,
  input: Type.Object(
    {
      reasonCode: Type.Optional(Type.Integer({ expected: 'a number such as 484' })),
      refusal: Type.Optional(Type.String({ minLength: 1, expected: 'the message of a refusal' })),
    },
    strict,
  ),
  run(_, { reasonCode, refusal }) {
    if (reasonCode !== undefined) return explainCode(reasonCode)
    if (refusal !== undefined) return explainRefusal(refusal)
    throw new UsageError('send reasonCode or refusal')
  },
})

const most = 20

export const search = tool({
  name: 'search_reference',
  title: 'Search the reference',
  description:
    'Rows of the reference that say most about some words: endpoints, fields of messages, refusals, reason codes, ' +
    'quirks, rules of behaviour, test cards; each with how well it is known and its source.',
  changes: false,
  input: Type.Object(
    {
      words: Type.String({
        minLength: 1,
        maxLength: 200,
        expected: 'a few words such as "secret_hash postlink"',
      }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: most, expected: `1 to ${most}` })),
    },
    strict,
  ),
  run(_, { words, limit = 8 }) {
    const best = searchReference(toReference(cards as TestCard[]), words, limit)
    const found = best.map(({ section, row }) => ({ section, row }))
    return found.length > 0 ? { found } : { found, hint: 'nothing has these words; try fewer, in English' }
  },
})
