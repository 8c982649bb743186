import type { Type as TypeBox } from 'typebox'

type Builders = Pick<
  typeof TypeBox,
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Integer'
  | 'Literal'
  | 'Null'
  | 'Number'
  | 'Object'
  | 'Optional'
  | 'Record'
  | 'String'
  | 'Union'
  | 'Unknown'
>
type Schema = Record<string, unknown>

// No word of JSON Schema says it: the object around it leaves the field out of `required`.
const optional = new WeakSet<Schema>()

const ofType =
  (type: string) =>
  (options: Schema = {}): Schema => ({ type, ...options })

const requiredOf = (properties: Record<string, Schema>) => {
  const required = Object.keys(properties).filter((name) => !optional.has(properties[name] as Schema))
  return required.length > 0 ? { required } : {}
}

const builders = {
  Array: (items: Schema, options: Schema = {}) => ({ type: 'array', items, ...options }),
  Boolean: ofType('boolean'),
  Enum: (values: unknown[], options: Schema = {}) => ({ enum: values, ...options }),
  Integer: ofType('integer'),
  Literal: (value: unknown, options: Schema = {}) => ({ type: typeof value, const: value, ...options }),
  Null: ofType('null'),
  Number: ofType('number'),
  Object: (properties: Record<string, Schema>, options: Schema = {}) => ({
    type: 'object',
    ...requiredOf(properties),
    properties,
    ...options,
  }),
  Optional(schema: Schema) {
    const marked = { ...schema }
    optional.add(marked)
    return marked
  },
  /** Of any names: no schema here asks for more. */
  Record: (_: Schema, value: Schema, options: Schema = {}) => ({
    type: 'object',
    patternProperties: { '^.*$': value },
    ...options,
  }),
  String: ofType('string'),
  Union: (anyOf: Schema[], options: Schema = {}) => ({ anyOf, ...options }),
  Unknown: (options: Schema = {}) => ({ ...options }),
}

/**
 * TypeBox's builders of schemas, with its types. What they do when they run is these few lines: TypeBox itself comes in
 * 373 modules, a fifth of the processor time of a start from the sources. `test/contracts/type.test.ts` holds them
 * against it.
 */
export const Type = builders as unknown as Builders
