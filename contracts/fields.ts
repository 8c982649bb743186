import type { TSchema } from 'typebox'
import type { Provenance } from './provenance.ts'
import type { FieldNotes } from './schema.ts'

/** A schema as plain data: what TypeBox writes and our notes beside it. */
export type AnySchema = TSchema &
  FieldNotes & {
    type?: string
    const?: unknown
    enum?: unknown[]
    pattern?: string
    format?: string
    minimum?: number
    maximum?: number
    minLength?: number
    maxLength?: number
    /** At most two decimals; see money.ts. */
    money?: boolean
    /** The length of the text in UTF-8. */
    bytes?: number
    required?: string[]
    /** Of these optional fields one is there. */
    atLeastOneOf?: string[]
    properties?: Record<string, AnySchema>
    patternProperties?: Record<string, AnySchema>
    additionalProperties?: boolean | AnySchema
    items?: AnySchema
    anyOf?: AnySchema[]
  }

export interface Field {
  /** With dots between levels and `[]` after a list. */
  path: string
  schema: AnySchema
  required: boolean
}

export const provenanceOf = ({ schema }: Field): Provenance | undefined => schema.provenance

type Stop = (schema: object) => boolean

const enter = (schema: AnySchema, path: string, stop: Stop): Field[] =>
  stop(schema) ? [] : fieldsOf(schema, path, stop)

/**
 * Every field of a message, also those of inner objects, of lists and of each branch of a union; what `stop`
 * says yes to is not entered.
 */
export const fieldsOf = (schema: TSchema, path = '', stop: Stop = () => false): Field[] => {
  const { properties = {}, required = [], items, anyOf = [] } = schema as AnySchema
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`
    return [{ path: at, schema: field, required: required.includes(name) }, ...enter(field, at, stop)]
  })
  return [
    ...own,
    ...(items ? enter(items, `${path}[]`, stop) : []),
    ...anyOf.flatMap((branch) => enter(branch, path, stop)),
  ]
}
