import type { Test } from 'tap'

/**
 * Like tap's `t.match`, which is content with a word that is part of another one ('CANCEL' in 'CANCEL_OLD'), with a
 * list that begins so, and with any list when it is given none. Here words and numbers are equal and lists are as long;
 * fields that nobody names may be anything. Patterns (/…/) and types (String, Array) mean what they do there.
 */
export const matches = (
  t: Test,
  found: unknown,
  wanted: Pattern,
  message = 'should match the pattern',
): boolean => {
  if (Object.keys(wanted).length === 0 && !Array.isArray(wanted))
    throw new Error('everything matches {}: name a field, or write t.ok')
  // A failure is shown where it was asked, not here.
  t.currentAssert = matches
  return t.strictSame(narrowed(found, wanted), wanted, message)
}

type Pattern = object

const types = new Map<unknown, (found: unknown) => boolean>([
  [String, (found) => typeof found === 'string'],
  [Number, Number.isFinite],
  [Boolean, (found) => typeof found === 'boolean'],
  [Function, (found) => typeof found === 'function'],
  [Object, (found) => typeof found === 'object' && found !== null],
  [Array, Array.isArray],
])

const fits = (found: unknown, wanted: unknown): boolean => {
  if (wanted instanceof RegExp) return found !== undefined && found !== null && wanted.test(String(found))
  const isOfType = types.get(wanted) ?? ((one) => typeof wanted === 'function' && one instanceof wanted)
  return isOfType(found)
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** What was found, as far as the pattern speaks of it; where it fits, the pattern itself. */
const narrowed = (found: unknown, wanted: unknown): unknown => {
  if (wanted instanceof RegExp || typeof wanted === 'function') return fits(found, wanted) ? wanted : found
  if (Array.isArray(wanted))
    return Array.isArray(found)
      ? found.map((one, i) => (i < wanted.length ? narrowed(one, wanted[i]) : one))
      : found
  if (!isPlain(wanted) || typeof found !== 'object' || found === null) return found
  return Object.fromEntries(
    Object.entries(wanted).map(([name, one]) => [name, narrowed((found as typeof wanted)[name], one)]),
  )
}
