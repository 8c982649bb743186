import type { AnySchema } from './fields.ts'
import { messageNameOf } from './messages.ts'

/** A type in a few words, with its bounds: `number, 0 to 1000000000, two decimals`. */
export const typeOf = (schema: AnySchema): string => {
  const name = messageNameOf(schema)
  return name ?? [base(schema), ...bounds(schema)].join(', ')
}

const base = (schema: AnySchema): string => {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  return schema.type === 'null' ? 'nothing' : (schema.type ?? 'anything')
}

const bounds = (schema: AnySchema): string[] => {
  const { minimum, maximum, maxLength, bytes, money, format, pattern, expected } = schema
  return [
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}`,
    money && 'two decimals',
    maxLength !== undefined && `at most ${maxLength} characters`,
    bytes !== undefined && `at most ${bytes} bytes of UTF-8`,
    format && `a ${format}`,
    // Where a sentence says what is expected, the pattern would only repeat it.
    pattern && !expected && pattern,
  ].filter((bound) => typeof bound === 'string')
}
