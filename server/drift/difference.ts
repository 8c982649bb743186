import { isPseudonym } from '../redaction/pseudonyms.ts'

export interface Difference {
  kind: 'field added' | 'field gone' | 'type changed' | 'order changed' | 'value changed' | 'other code'
  where: string
  recorded: unknown
  expected: unknown
}

/** Fields whose very values mean something; ids, dates and words are another's every time. */
const telling = new Set([
  ...['code', 'error', 'resultCode', 'status', 'statusName', 'reasonCode', 'token_type', 'expires_in'],
  ...['amount', 'amountBonus', 'currency', 'secure', 'PaymentAvailable', 'singleMessageScheme'],
])

/** Our own explanations: no bank has them. */
const ours = new Set(['violations'])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

/** What a recorded answer has otherwise than the expected one, in shape and in the values that mean something. */
export const differencesOf = (recorded: unknown, expected: unknown, where = ''): Difference[] => {
  const [got, was] = [typeOf(recorded), typeOf(expected)]
  if (got !== was) return [{ kind: 'type changed', where, recorded: got, expected: was }]
  if (isRecord(recorded) && isRecord(expected)) return fieldsOf(recorded, expected, where)
  if (Array.isArray(recorded) && Array.isArray(expected)) return itemsOf(recorded, expected, where)
  const name = where.split('.').at(-1) ?? ''
  const same = recorded === expected || isPseudonym(String(recorded))
  return same || !telling.has(name) ? [] : [{ kind: 'value changed', where, recorded, expected }]
}

const fieldsOf = (recorded: Record<string, unknown>, expected: Record<string, unknown>, where: string) => {
  const at = (name: string) => (where === '' ? name : `${where}.${name}`)
  const [got, was] = [Object.keys(recorded), Object.keys(expected).filter((name) => !ours.has(name))]
  const added = got.filter((name) => !was.includes(name) && !ours.has(name))
  const gone = was.filter((name) => !got.includes(name))
  const common = was.filter((name) => got.includes(name))
  const order = got.filter((name) => common.includes(name))
  const reordered =
    order.join() === common.join() ? [] : [{ recorded: order.join(', '), expected: common.join(', ') }]
  return [
    ...added.map(
      (name): Difference => ({
        ...{ kind: 'field added', where: at(name), recorded: recorded[name], expected: undefined },
      }),
    ),
    ...gone.map(
      (name): Difference => ({
        ...{ kind: 'field gone', where: at(name), recorded: undefined, expected: expected[name] },
      }),
    ),
    ...reordered.map((orders): Difference => ({ kind: 'order changed', where: where || 'body', ...orders })),
    ...common.flatMap((name) => differencesOf(recorded[name], expected[name], at(name))),
  ]
}

/** Lists are as long as their customers' habits: their first rows are compared. */
const itemsOf = (recorded: unknown[], expected: unknown[], where: string): Difference[] =>
  recorded.length > 0 && expected.length > 0 ? differencesOf(recorded[0], expected[0], `${where}[]`) : []

const shown = (value: unknown) => JSON.stringify(value) ?? 'nothing'

export const sentenceOf = ({ kind, where, recorded, expected }: Difference, against: string): string =>
  `${kind}: ${where}: the recording has ${shown(recorded)}, ${against} ${shown(expected)}`
