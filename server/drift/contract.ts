import { type OperationId, operations } from '../../contracts/operations.ts'
import { violationsOf } from '../../contracts/reader.ts'
import type { Recording } from '../record/recording.ts'

/** What was redacted cannot break a pattern. */
const isHidden = (came: string) => /^"<[a-z -]+ \d+>"$/.test(came)

/** Where a recorded answer breaks the schema of its operation. */
export const breachesOf = ({ operation, answer }: Recording): string[] => {
  if (operation === null || answer.unread !== undefined) return []
  const row = operations[operation as OperationId]
  const schema = answer.status < 400 ? row.answer : row.refusal
  return violationsOf(schema, answer.body)
    .filter(({ came }) => !isHidden(came))
    .map(({ where, came, expected }) => {
      const kind =
        came === 'nothing' ? 'field gone' : came === 'an unknown field' ? 'field added' : 'type changed'
      return `${kind}: ${where}: the recording has ${came}, the contract ${expected}`
    })
}
