import { type OperationId, operations } from '../../contracts/operations.ts'
import { violationsOf } from '../../contracts/reader.ts'
import type { Recording } from '../record/recording.ts'

/** What was redacted cannot break a pattern. */
const isHidden = (got: string) => /^"<[a-z -]+ \d+>"$/.test(got)

/** Where a recorded answer breaks the schema of its operation. */
export const breachesOf = ({ operation, answer }: Recording): string[] => {
  if (operation === null || answer.unread !== undefined) return []
  const row = operations[operation as OperationId]
  const schema = answer.status < 400 ? row.answer : row.refusal
  return violationsOf(schema, answer.body)
    .filter(({ got }) => !isHidden(got))
    .map(({ where, got, expected }) => {
      const kind =
        got === 'nothing' ? 'field gone' : got === 'an unknown field' ? 'field added' : 'type changed'
      return `${kind}: ${where}: the recording has ${got}, the contract ${expected}`
    })
}
