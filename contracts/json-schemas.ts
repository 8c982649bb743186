import type { TSchema } from 'typebox'
import type { AnySchema } from './fields.ts'
import { linkPatterns } from './link.ts'

export type JsonSchema = Record<string, unknown>

/** Says a named schema by reference instead of in full. */
export type Refer = (schema: object) => string | undefined

const noRefer: Refer = () => undefined

/** A schema of ours in standard words: what only our reader knows becomes `x-…`. */
export const toJsonSchema = (schema: TSchema, refer: Refer = noRefer): JsonSchema => {
  const said = Object.entries(schema).map(([keyword, value]) => say(keyword, value, refer))
  const { enum: values } = schema as AnySchema
  const type = values?.every((value) => typeof value === 'string') ? { type: 'string' } : {}
  return Object.assign(type, ...said)
}

const inner = (schema: TSchema, refer: Refer): JsonSchema => {
  const $ref = refer(schema)
  return $ref ? { $ref } : toJsonSchema(schema, refer)
}

const innerEach = (schemas: Record<string, TSchema>, refer: Refer) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, inner(schema, refer)]))

type Saying = (value: never, refer: Refer) => JsonSchema

const renamed =
  (keyword: string): Saying =>
  (value: unknown) => ({ [keyword]: value })

/** Keywords that are not said as they are. */
const sayings: Record<string, Saying> = {
  properties: (value: Record<string, TSchema>, refer) => ({ properties: innerEach(value, refer) }),
  patternProperties: (value: Record<string, TSchema>, refer) => ({
    patternProperties: innerEach(value, refer),
  }),
  items: (value: TSchema, refer) => ({ items: inner(value, refer) }),
  anyOf: (value: TSchema[], refer) => ({ anyOf: value.map((branch) => inner(branch, refer)) }),
  // A published schema refuses no amount that is right: binary fractions have no multiple of 0.01.
  money: () => ({}),
  additionalProperties: (closed: unknown) => (closed === false ? {} : { additionalProperties: closed }),
  atLeastOneOf: (names: string[]) => ({ anyOf: names.map((name) => ({ required: [name] })) }),
  format: (name: string) =>
    name in linkPatterns
      ? { pattern: linkPatterns[name as keyof typeof linkPatterns], 'x-format': name }
      : { format: name },
  bytes: renamed('x-max-bytes'),
  expected: renamed('x-expected'),
  fix: renamed('x-fix'),
  strip: renamed('x-strip'),
  secret: renamed('x-secret'),
  aliases: renamed('x-aliases'),
  provenance: renamed('x-provenance'),
}

const say = (keyword: string, value: unknown, refer: Refer): JsonSchema =>
  sayings[keyword]?.(value as never, refer) ?? { [keyword]: value }
