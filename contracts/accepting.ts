import type { AnySchema } from './fields.ts'
import { type JsonSchema, toJsonSchema } from './json-schemas.ts'
import { numeralsBetween } from './numerals.ts'
import { withoutOwnWords } from './standard-words.ts'

/**
 * What our reader takes for a message of a shop, said in standard JSON Schema: text for numbers, null for what is
 * left out, spaces around an id, the other spellings of a name. Not said, because no keyword can: letter case of
 * names and the bytes of a text.
 */
export const toAccepting = (schema: AnySchema, { nullIsEmpty = false } = {}): JsonSchema => {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {})
  const properties = fields.flatMap(([name, field]) => {
    const accepted = toField(field, required.has(name), nullIsEmpty)
    return [name, ...(field.aliases ?? [])].map((spelling) => [spelling, accepted])
  })
  const plain = fields.filter(([name, field]) => required.has(name) && !field.aliases)
  const spelled = fields.filter(([name, field]) => required.has(name) && field.aliases)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: plain.map(([name]) => name),
    ...(spelled.length > 0 ? { allOf: spelled.map(([name, field]) => oneOfNames(name, field)) } : {}),
    ...(schema.atLeastOneOf ? { anyOf: schema.atLeastOneOf.map((name) => filled(name)) } : {}),
  }
}

const oneOfNames = (name: string, { aliases = [] }: AnySchema): JsonSchema => ({
  type: 'object',
  anyOf: [name, ...aliases].map((spelling) => ({ required: [spelling] })),
})

/** An optional field that is null or empty is not there. */
const filled = (name: string): JsonSchema => ({
  type: 'object',
  properties: { [name]: { not: { enum: [null, ''] } } },
  required: [name],
})

const toField = (field: AnySchema, required: boolean, nullIsEmpty: boolean): JsonSchema => {
  const { description, expected } = field
  const [first = {}, ...others] = branchesOf(field, required, nullIsEmpty)
  return {
    ...(description ? { description } : {}),
    ...(expected ? { $comment: `Expected: ${expected}.` } : {}),
    ...(others.length > 0 ? { anyOf: [first, ...others] } : first),
  }
}

const branchesOf = (field: AnySchema, required: boolean, nullIsEmpty: boolean): JsonSchema[] => {
  const own = (branches[field.type ?? ''] ?? asItIs)(field)
  const takesEmpty = own.some(({ type, pattern = '', minLength = 0 }) => {
    return type === 'string' && minLength === 0 && new RegExp(String(pattern), 'u').test('')
  })
  const empty = !required && !takesEmpty && field.type !== 'object' ? [{ const: '' }] : []
  const absent = !required || (nullIsEmpty && takesEmpty) ? [{ type: 'null' }] : []
  return [...own, ...empty, ...absent]
}

const trueOrFalse = '^\\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\\s*$'

const numberBranches = ({ type, minimum, maximum }: AnySchema): JsonSchema[] => [
  { type, minimum, maximum },
  { type: 'string', pattern: numeralsBetween(minimum, maximum) },
]

const textBranches = (field: AnySchema): JsonSchema[] => {
  const { maxLength, minLength } = field
  const { pattern } = toJsonSchema(field) as { pattern?: string }
  const loose = pattern ? loosened(pattern, field.strip) : undefined
  const bounds = loose ? {} : { minLength, maxLength }
  const written = { ...bounds, pattern: loose ?? stripped(field) }
  return [{ type: 'string', ...defined({ ...bounds, ...written, minLength }) }, ...unquoted(pattern)]
}

/** A number or a truth value in place of text is read as the text it is written with. */
const unquoted = (pattern: string | undefined): JsonSchema[] => {
  const wanted = pattern === undefined ? undefined : new RegExp(pattern, 'u')
  const takes = (text: string) => wanted?.test(text) ?? true
  const [, fewest, most] = /^\^\[0-9\]\{(\d+),(\d+)\}\$$/.exec(pattern ?? '') ?? []
  const digits = fewest && {
    type: 'integer',
    minimum: 10 ** (Number(fewest) - 1),
    maximum: 10 ** Number(most) - 1,
  }
  const numbers = takes('1.5')
    ? [{ type: 'number' }]
    : takes('123456')
      ? [digits || { type: 'integer' }]
      : fewDigits(takes)
  return takes('true') && takes('false') ? [...numbers, { type: 'boolean' }] : numbers
}

/** A month, a year: the runs of whole numbers that fit. */
const fewDigits = (takes: (text: string) => boolean): JsonSchema[] => {
  const runs: { type: 'integer'; minimum: number; maximum: number }[] = []
  for (let number = 0; number < 10_000; number += 1) {
    const run = runs.at(-1)
    if (!takes(String(number))) continue
    if (run?.maximum === number - 1) run.maximum = number
    else runs.push({ type: 'integer', minimum: number, maximum: number })
  }
  return runs
}

/** White space that the reader strips: at the ends, or everywhere as in the bank's own sample links. */
const loosened = (pattern: string, strip: AnySchema['strip']): string => {
  const inside = pattern.replace(/^\^/, '').replace(/\$$/, '')
  if (strip === 'all') return `^\\s*(?:${inside.replaceAll('\\S+', '\\S[\\s\\S]*')})\\s*$`
  return strip === 'ends' ? `^\\s*(?:${inside})\\s*$` : pattern
}

const stripped = ({ strip, maxLength, minLength = 0 }: AnySchema): string | undefined =>
  strip === 'ends' && maxLength ? `^\\s*[\\s\\S]{${minLength},${maxLength}}\\s*$` : undefined

/** An object of texts is written as whatever becomes text: the token answer has a number in it. */
const textually: JsonSchema = {
  type: 'object',
  additionalProperties: { anyOf: ['string', 'number', 'boolean', 'null'].map((type) => ({ type })) },
}

const asItIs = ({ anyOf = [], ...field }: AnySchema): JsonSchema[] =>
  anyOf.length > 0
    ? anyOf.map((branch) => (branch.patternProperties ? textually : { type: branch.type }))
    : [withoutOwnWords(toJsonSchema(field as AnySchema))]

const branches: Record<string, (field: AnySchema) => JsonSchema[]> = {
  number: numberBranches,
  integer: numberBranches,
  boolean: () => [{ type: 'boolean' }, { type: 'string', pattern: trueOrFalse }],
  string: textBranches,
  object: (field) => [toAccepting(field)],
}

const defined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined))
