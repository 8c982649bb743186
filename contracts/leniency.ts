import type { TObject } from 'typebox'
import type { AnySchema } from './fields.ts'

type Leniency = (got: unknown) => unknown

export const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

const numeral = /^-?\d+(\.\d+)?$/

const lenientText = (strip: AnySchema['strip']): Leniency => {
  const stripped = (text: string) =>
    strip === 'all' ? text.replace(/\s+/g, '') : strip === 'ends' ? text.trim() : text
  return (got) => {
    if (typeof got === 'string') return stripped(got)
    return typeof got === 'number' || typeof got === 'boolean' ? stripped(String(got)) : got
  }
}

const lenientNumber: Leniency = (got) => {
  const text = typeof got === 'string' ? got.trim() : ''
  return numeral.test(text) ? Number(text) : got
}

const lenientFlag: Leniency = (got) => {
  const text = typeof got === 'string' ? got.trim().toLowerCase() : ''
  return text === 'true' ? true : text === 'false' ? false : got
}

/** The bank's leniency, field by field: text for numbers, numbers for text, "true" for true. */
const leniencyOf = (field: AnySchema): Leniency => {
  if (field.type === 'object' && field.properties) {
    const read = namesOf(field as TObject)
    return (got) => (isRecord(got) ? read(got).value : got)
  }
  if (field.type === 'string') return lenientText(field.strip)
  if (field.type === 'number' || field.type === 'integer') return lenientNumber
  return field.type === 'boolean' ? lenientFlag : (got) => got
}

interface Named {
  name: string
  lenient: Leniency
  /** An optional text that came empty did not come. */
  dropsEmpty: boolean
}

/** Every spelling → the field it names: as the contract writes it, which most merchants do, and in lower case. */
const spellingsOf = (schema: TObject): Map<string, Named> => {
  const required = new Set(schema.required ?? [])
  const spellings = new Map<string, Named>()
  for (const [name, field] of Object.entries(schema.properties as Record<string, AnySchema>)) {
    const dropsEmpty = !required.has(name) && !field.format?.endsWith('link')
    const named = { name, lenient: leniencyOf(field), dropsEmpty }
    for (const spelling of [name, ...(field.aliases ?? [])]) {
      spellings.set(spelling, named).set(spelling.toLowerCase(), named)
    }
  }
  return spellings
}

export interface Names {
  value: Record<string, unknown>
  unknown: string[]
}

/**
 * Raw names → the contract's own, values read leniently; nulls and empty optional values are absent. What the schema
 * says is worked out once, not at each message.
 */
export const namesOf = (schema: TObject) => {
  const spellings = spellingsOf(schema)
  return (raw: Record<string, unknown>): Names => {
    const value: Record<string, unknown> = {}
    const unknown: string[] = []
    for (const key of Object.keys(raw)) {
      const got = raw[key]
      const named = spellings.get(key) ?? spellings.get(key.toLowerCase())
      if (named === undefined) unknown.push(key.slice(0, 64))
      else if (got === null || got === undefined || (got === '' && named.dropsEmpty)) continue
      // The exact spelling wins over another one of the same name.
      else if (key === named.name || !(named.name in value)) value[named.name] = named.lenient(got)
    }
    return { value, unknown }
  }
}
