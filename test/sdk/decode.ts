/**
 * How the bank's mobile SDKs read an answer: a field that is missing, null or of another type is the end of the flow;
 * fields they do not know are passed over. From the public code of both SDKs (contracts/SOURCES.md, ios-sdk and
 * android-sdk).
 */

type Kind = 'text' | 'number' | 'whole' | 'flag' | 'sdk date' | readonly string[] | Shape | [Shape]
/** A name that ends in ? may be missing or null. */
export interface Shape {
  readonly [name: string]: Kind
}

// Seven digits of a fraction and an offset without a colon.
const sdkDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}[+-]\d{4}$/

const scalars: Record<string, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  whole: (value) => Number.isInteger(value),
  flag: (value) => typeof value === 'boolean',
  'sdk date': (value) => typeof value === 'string' && sdkDate.test(value),
}

const isList = (kind: Kind): kind is [Shape] => Array.isArray(kind) && typeof kind[0] === 'object'

const troubleIn = (kind: Kind, value: unknown, at: string): string[] => {
  if (typeof kind === 'string') return scalars[kind]?.(value) ? [] : [`${at}: ${kind}, got ${typeof value}`]
  if (isList(kind))
    return Array.isArray(value)
      ? value.flatMap((one, i) => troubles(kind[0], one, `${at}[${i}]`))
      : [`${at}: a list`]
  if (Array.isArray(kind)) return kind.includes(value as string) ? [] : [`${at}: one of ${kind.join(', ')}`]
  return troubles(kind as Shape, value, at)
}

/** Names in the very letter case: Swift and Gson know no other. */
const troubles = (shape: Shape, value: unknown, at: string): string[] => {
  if (typeof value !== 'object' || value === null) return [`${at || 'the answer'}: an object`]
  return Object.entries(shape).flatMap(([key, kind]) => {
    const isOptional = key.endsWith('?')
    const name = isOptional ? key.slice(0, -1) : key
    const got = (value as Record<string, unknown>)[name]
    if (got === undefined || got === null) return isOptional ? [] : [`${at}${name}: is not there`]
    return troubleIn(kind, got, `${at}${name}`)
  })
}

/** Throws what the app would fail with. */
export const decode = (shape: Shape, value: unknown): void => {
  const found = troubles(shape, value, '')
  if (found.length > 0) throw new Error(`the SDK cannot read it: ${found.join('; ')}`)
}

export const decodeList = (shape: Shape, value: unknown): void => {
  if (!Array.isArray(value)) throw new Error('the SDK cannot read it: no list')
  for (const one of value) decode(shape, one)
}
