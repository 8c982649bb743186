import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Static, TObject, TSchema } from 'typebox'
import type { Doubts } from './doubt.ts'
import type { Finding, FindingId } from './finding.ts'
import { isRecord, namesOf } from './leniency.ts'
import { isBackLink, isPostLink } from './link.ts'
import { maskSecrets } from './mask.ts'
import { toTiyn } from './money.ts'
import type { FieldNotes } from './schema.ts'
import type { Violation } from './violation.ts'

export type { Violation }

export interface Reading<T> {
  /** Meaningful only when there are no violations. */
  value: T
  /** Names the contract does not know: tolerated, and journalled. */
  unknown: string[]
  /** What nothing lets pass. */
  violations: Violation[]
  /** Breaches that some clients get away with: a quirk of the workspace says whether this one does. */
  doubts: Finding[]
}

const utf8 = new TextEncoder()
// No character is longer than three bytes for each of its UTF-16 units: most texts need no counting.
const fitsBytes = (limit: number, text: string) =>
  text.length * 3 <= limit || utf8.encode(text).length <= limit

/** The one ajv of the project. Coercion is off: what leniency the bank shows is below, and visible. */
export const createAjv = (): Ajv => {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    coerceTypes: false,
    removeAdditional: false,
    strict: false,
  })
  ajv.addFormat('link', isPostLink)
  ajv.addFormat('back-link', isBackLink)
  ajv.addKeyword({
    keyword: 'money',
    type: 'number',
    validate: (_: true, n: number) => toTiyn(n) !== undefined,
  })
  ajv.addKeyword({
    keyword: 'atLeastOneOf',
    type: 'object',
    validate: (names: string[], value: object) => names.some((name) => name in value),
  })
  ajv.addKeyword({
    keyword: 'bytes',
    type: 'string',
    validate: fitsBytes,
  })
  return ajv
}

let shared: Ajv | undefined
// Compiling a schema costs milliseconds: none is compiled before its first message arrives.
const validators = new WeakMap<object, ValidateFunction>()
export const validatorOf = (schema: TSchema): ValidateFunction => {
  shared ??= createAjv()
  const known = validators.get(schema) ?? shared.compile(schema)
  validators.set(schema, known)
  return known
}

type Field = TSchema &
  FieldNotes & {
    type?: string
    properties?: Record<string, Field>
    items?: Field
    anyOf?: Field[]
  }

const shown = (value: unknown, field: Field | undefined): string => {
  if (value === undefined) return 'nothing'
  if (field?.secret) return 'a value (not shown)'
  const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value)
  // A number cut in two would be no number any more.
  const safe = maskSecrets(text.slice(0, 160))
  return safe.length > 80 ? `${safe.slice(0, 77)}…` : safe
}

const namesIn = (value: unknown) => `{${Object.keys(Object(value)).join(', ')}}`

/** The schema of the innermost field a path leads to, through lists and either branch of a union. */
const fieldAt = (schema: Field, path: string[]): Field | undefined =>
  path.reduce<Field | undefined>((field, key) => field && inField(field, key), schema)

const inField = ({ properties, items, anyOf = [] }: Field, key: string): Field | undefined => {
  const own = properties?.[key] ?? (/^\d+$/.test(key) ? items : undefined)
  return own ?? anyOf.map((branch) => inField(branch, key)).find(Boolean)
}

/** What is not there cannot be shortened. */
const fixOf = ({ fix }: Field, { keyword }: ErrorObject): string | undefined => {
  if (!fix?.startsWith('shorten')) return fix
  if (keyword === 'required') return 'send it'
  return keyword === 'type' ? 'send text' : fix
}

const toViolation = (schema: TObject, value: Record<string, unknown>, error: ErrorObject): Violation => {
  const path = error.instancePath.split('/').slice(1)
  if (error.keyword === 'required') path.push(String(error.params.missingProperty))
  const field = fieldAt(schema as Field, path)
  const got = path.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value)
  const fix = field && fixOf(field, error)
  return {
    where: path.join('.') || 'body',
    // The values beside the missing one may be secret.
    got: error.keyword === 'atLeastOneOf' ? namesIn(got) : shown(got, field),
    expected: field?.expected ?? error.message ?? 'another value',
    ...(fix ? { fix } : {}),
  }
}

// A union reports every branch; one violation per place is enough.
const oncePerPlace = (violations: Violation[]) =>
  violations.length < 2 ? violations : [...new Map(violations.map((v) => [v.where, v])).values()]

const doubtsOf = new WeakMap<Violation, Finding>()

/** The same violation is the same doubt. */
const doubtOf = (violation: Violation, id: FindingId): Finding => {
  const known = doubtsOf.get(violation)
  if (known?.id === id) return known
  const doubt = { id, ...violation, fix: undefined }
  doubtsOf.set(violation, doubt)
  return doubt
}

/** Parts what is a doubt from what is a violation. */
const judge = (all: Violation[], value: Record<string, unknown>, doubts: Doubts) => {
  const found: { violations: Violation[]; doubts: Finding[] } = { violations: [], doubts: [] }
  for (const violation of all) {
    const id = doubts[violation.where]?.(value[violation.where], value)
    if (id) found.doubts.push(doubtOf(violation, id))
    else found.violations.push(violation)
  }
  return found
}

/** What a shop leaves out it leaves out of every message, and there is nothing of its own in what is said of it. */
const openViolations = (schema: TObject) => {
  const missing = new Map<string, Violation>()
  return (value: Record<string, unknown>, error: ErrorObject): Violation => {
    if (error.keyword !== 'required' || error.instancePath !== '') return toViolation(schema, value, error)
    const name = String(error.params.missingProperty)
    const violation = missing.get(name) ?? toViolation(schema, value, error)
    missing.set(name, violation)
    return violation
  }
}

/**
 * Reads one message of a merchant by its schema: names in any letter case (the bank's servers match so),
 * nulls and empty optional values as absent, text for numbers. Wrong values are violations.
 */
export const readerOf = <S extends TObject>(schema: S, doubts: Doubts = {}) => {
  const read = namesOf(schema)
  const violationOf = openViolations(schema)
  return (raw: unknown): Reading<Static<S>> => {
    if (raw !== undefined && raw !== null && !isRecord(raw)) {
      const violation = { where: 'body', got: shown(raw, undefined), expected: 'an object of named fields' }
      return { value: {} as Static<S>, unknown: [], violations: [violation], doubts: [] }
    }
    const { value, unknown } = read(raw ?? {})
    const validate = validatorOf(schema)
    if (validate(value)) return { value: value as Static<S>, unknown, violations: [], doubts: [] }
    const violations = (validate.errors ?? []).map((error) => violationOf(value, error))
    return { value: value as Static<S>, unknown, ...judge(oncePerPlace(violations), value, doubts) }
  }
}

/** Where an error is and what would be right there, for schemas of several levels. */
const toStrictViolation = (error: ErrorObject): Violation => {
  const path = error.instancePath.split('/').slice(1)
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>
  const extra = missingProperty ?? additionalProperty
  if (extra !== undefined) path.push(extra)
  const parent = error.parentSchema as Field | undefined
  const field = missingProperty ? parent?.properties?.[missingProperty] : parent
  const known = additionalProperty && `one of ${Object.keys(parent?.properties ?? {}).join(', ')}`
  return {
    where: path.join('.') || 'body',
    got: additionalProperty ? 'an unknown field' : missingProperty ? 'nothing' : shown(error.data, field),
    expected: known || field?.expected || error.message || 'another value',
  }
}

/** Checks what the sandbox's own users write (rules, scenarios, workspaces): exact names, exact types. */
export const violationsOf = (schema: TSchema, value: unknown): Violation[] => {
  const validate = validatorOf(schema)
  if (validate(value)) return []
  const errors = validate.errors ?? []
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath)
  // A union's branches each complain: the union's own sentence says it better.
  const relevant = errors.filter(
    ({ keyword, instancePath, schemaPath }) =>
      keyword === 'anyOf' ||
      !(schemaPath.includes('/anyOf/') && unions.some((union) => instancePath.startsWith(union))),
  )
  return oncePerPlace(relevant.map(toStrictViolation))
}
