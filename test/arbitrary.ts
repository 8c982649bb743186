import fc, { type Arbitrary } from 'fast-check'
import type { AnySchema } from '../contracts/fields.ts'
import { uuidPattern } from '../contracts/schema.ts'

/**
 * Schema → values that keep it and values that break it, written without a look at the reader: what the bank's
 * leniency makes of text, spaces and nulls is said here a second time.
 */

type Values = Arbitrary<unknown>

/** What keeps the schema as JSON: `"19.90"` is as good as 19.9, `"TRUE"` as true. */
export const valid = (schema: AnySchema): Values => {
  if (schema.type === 'object') return validObject(schema)
  if (schema.type === 'boolean') return fc.constantFrom<unknown>(true, false, 'true', 'FALSE', ' true ')
  if (schema.type === 'number') return validNumber(schema)
  if (schema.enum) return fc.constantFrom<unknown>(...(schema.enum as unknown[]))
  if (schema.format?.endsWith('link')) return schema.minLength ? someLink : validLink
  if (schema.pattern) return matching(schema.pattern).map(padded)
  return validText(schema)
}

const padded = (text: string) => (text.length % 2 === 0 ? text : ` ${text} `)

// Most patterns are a UUID's, which costs a dozen times as much digit by digit.
const someUuid = fc.tuple(fc.uuid(), fc.boolean()).map(([id, upper]) => (upper ? id.toUpperCase() : id))

const matching = (pattern: string): Arbitrary<string> =>
  pattern === uuidPattern ? someUuid : fc.stringMatching(new RegExp(pattern))

const validNumber = ({ minimum = 0, maximum = 1_000_000, money }: AnySchema): Values => {
  // A page carries numbers as text; a coordinate in powers of ten (5e-324) is no coordinate.
  if (!money) return fc.integer({ min: minimum * 1e4, max: maximum * 1e4 }).map((n) => n / 1e4)
  const amount = fc.integer({ min: minimum * 100, max: maximum * 100 }).map((tiyn) => tiyn / 100)
  return fc.oneof(
    amount,
    amount.map((units) => units.toFixed(2)),
  )
}

const someLink = fc.oneof(
  fc.webUrl(),
  fc.webUrl().map((url) => ` ${url} `),
)
const validLink = fc.oneof(fc.constant(''), someLink)

const byteLength = (text: string) => Buffer.byteLength(text)

const validText = ({ minLength = 0, maxLength = 64, bytes = Number.POSITIVE_INFINITY }: AnySchema): Values =>
  fc
    .string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 300), size: 'max' })
    .filter((text) => [...text].length <= maxLength && byteLength(text) <= bytes)

type Fields = Record<string, AnySchema>

const requiredOf = ({ required = [] }: AnySchema) => required

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz')
const nobodysName = fc.string({ unit: letter, minLength: 1, maxLength: 8 }).map((text) => `zz${text}`)

/** All required fields, some optional ones, now and then a null, another letter case, or a field nobody knows. */
const validObject = (schema: AnySchema): Values => {
  const fields: Fields = schema.properties ?? {}
  const required = new Set(requiredOf(schema))
  const values = Object.entries(fields).map(([name, field]) => {
    const value = valid(field)
    return [name, required.has(name) ? value : fc.option(value, { nil: null })] as const
  })
  const known = knownFields(schema, Object.fromEntries(values))
  const unknown = fc.dictionary(nobodysName, fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
    maxKeys: 2,
  })
  const letters = fc.constantFrom<'as is' | 'upper' | 'lower'>('as is', 'as is', 'upper', 'lower')
  return fc.tuple(known, unknown, letters).map(([one, other, how]) => respell({ ...other, ...one }, how))
}

/** Of some optional fields one is there, and says something. */
const knownFields = (schema: AnySchema, values: Record<string, Values>) => {
  const { atLeastOneOf: names = [] } = schema
  if (names.length === 0) return fc.record(values, { requiredKeys: requiredOf(schema) })
  const something = (name: string) =>
    (values[name] as Values).filter((value) => value !== null && value !== '')
  const withOne = (name: string) =>
    fc.record({ ...values, [name]: something(name) }, { requiredKeys: [...requiredOf(schema), name] })
  return fc.oneof(...names.map(withOne))
}

const respell = (body: object, how: 'as is' | 'upper' | 'lower') => {
  const spell = {
    'as is': (s: string) => s,
    upper: (s: string) => s.toUpperCase(),
    lower: (s: string) => s.toLowerCase(),
  }
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [spell[how](name), value]))
}

/** What breaks the schema in any transport: text that is still wrong after all leniency. */
export const invalidText = (schema: AnySchema): Arbitrary<string> => {
  if (schema.type === 'boolean') return fc.constantFrom('yes', '1', 'да', 'truee', '0', 'null')
  if (schema.type === 'number') return invalidNumber(schema)
  if (schema.format?.endsWith('link')) return invalidLink
  if (schema.pattern) return notMatching(schema.pattern)
  return tooLong(schema)
}

const invalidNumber = ({ minimum = 0, maximum = 1_000_000, money }: AnySchema): Arbitrary<string> => {
  const words = fc.constantFrom(
    'abc',
    '1,5',
    '1 000',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '100 KZT',
    '1.',
    '.5',
  )
  const small = fc.integer({ min: 1, max: 10_000_000 }).map((n) => String(minimum - n / 100))
  const large = fc.integer({ min: 1, max: 10_000_000 }).map((n) => String(maximum + n / 100))
  const mills = fc.integer({ min: 1, max: 10_000_000 }).filter((n) => n % 10 !== 0)
  const fine = mills.map((n) => (n / 1000).toFixed(3))
  return money ? fc.oneof(words, small, large, fine) : fc.oneof(words, small, large)
}

const invalidLink = fc.constantFrom(
  'ftp://shop.example/',
  'javascript:alert(1)',
  'DATA:text/html,x',
  'vbscript:x',
  'http://',
  'https://shop.example/\u0000',
  `https://shop.example/${'a'.repeat(2048)}`,
)

const someText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
const tooFewOrManyDigits = fc.stringMatching(/^[0-9]{1,5}$|^[0-9]{16,30}$/)

const notMatching = (pattern: string): Arbitrary<string> => {
  const right = new RegExp(pattern)
  return fc
    .oneof(
      someText,
      tooFewOrManyDigits,
      matching(pattern).map((text) => `${text}!`),
    )
    .filter((text) => text.trim() !== '' && !right.test(text.trim()))
}

const tooLong = ({ maxLength = 64, bytes }: AnySchema): Arbitrary<string> => {
  const long = fc.integer({ min: 1, max: 64 }).map((n) => 'x'.repeat(maxLength + n))
  if (bytes === undefined) return long
  const wide = fc.integer({ min: 1, max: 20 }).map((n) => 'я'.repeat(Math.floor(bytes / 2) + n))
  return fc.oneof(long, wide)
}

/** What breaks the schema as JSON: wrong text, and values of another kind. */
export const invalid = (schema: AnySchema): Values => {
  if (schema.type === 'object') return invalidObject(schema)
  const kinds = fc.constantFrom<unknown>({}, [], ['a'], { id: 'a' })
  const numbers = schema.type === 'boolean' ? fc.constantFrom<unknown>(0, 1) : kinds
  const booleans = schema.type === 'number' ? fc.constantFrom<unknown>(true, false) : kinds
  return fc.oneof(invalidText(schema), kinds, numbers, booleans)
}

const invalidObject = (schema: AnySchema): Values => {
  const broken = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    invalid(field).map((value) => ({ [name]: value })),
  )
  const asksForSome = requiredOf(schema).length > 0 || schema.atLeastOneOf
  return fc.oneof(fc.constantFrom<unknown>('text', 5, true, [], ...(asksForSome ? [{}] : [])), ...broken)
}
