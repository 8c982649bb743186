import { resolve } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { type Language, languageOf } from '../contracts/language.ts'
import { violationsOf } from '../contracts/reader.ts'
import { Type } from '../contracts/schema.ts'
import { type Instant, toInstant } from '../contracts/time.ts'
import { ConfigError } from './errors.ts'
import { openAllowList } from './redaction/allow-list.ts'

/** How the value of a setting is read, from a flag, the environment or a file: with its name, for the words. */

const wrong = (name: string, got: unknown, expected: string) =>
  new ConfigError(`${name} is ${JSON.stringify(got)}, expected ${expected}`)

export const oneOf =
  <const V extends string>(...values: V[]) =>
  (name: string, got: unknown): V => {
    // YAML reads an unquoted 2025 as a number.
    if (values.includes(String(got) as V)) return String(got) as V
    throw wrong(name, got, values.join(' or '))
  }

export const text = (name: string, got: unknown): string => {
  if (typeof got === 'string' && got !== '') return got
  if (typeof got === 'number') return String(got)
  throw wrong(name, got, 'a text that is not empty')
}

export const whole =
  (least: number, most: number, expected: string) =>
  (name: string, got: unknown): number => {
    const number = Number(got)
    if (got !== '' && Number.isInteger(number) && number >= least && number <= most) return number
    throw wrong(name, got, expected)
  }

export const port = whole(0, 65_535, 'a port number from 0 (any free one) to 65535')
export const count = whole(1, Number.POSITIVE_INFINITY, 'a whole number above 0')
export const seconds = whole(0, 3_600, 'a whole number of seconds from 0 to 3600')

export const language = (name: string, got: unknown): Language => {
  const known = languageOf(String(got))
  if (known) return known
  throw wrong(name, got, 'rus, kaz or eng')
}

export const percentage = whole(0, 100, 'a whole number of percent from 0 to 100')

/** `--coverage` alone prints; a word after it could be the command of exec. */
export const coverage = (name: string, got: unknown): true | string => {
  if (got === true || got === 'true') return true
  if (typeof got === 'string' && got.endsWith('.json')) return resolve(got)
  throw wrong(name, got, 'a file that ends in .json, after =; write -- before the command of exec')
}

export const clock = (name: string, got: unknown): 'system' | Instant => {
  if (got === 'system') return 'system'
  const instant = got instanceof Date ? got.getTime() : toInstant(String(got))
  if (instant !== undefined && !Number.isNaN(instant)) return instant
  throw wrong(name, got, 'system, or an ISO 8601 instant with an offset such as 2025-02-12T09:42:51+05:00')
}

export const yesOrNo = (name: string, got: unknown): boolean => {
  if (got === true || got === 'true') return true
  if (got === false || got === 'false') return false
  throw wrong(name, got, 'true or false')
}

/** `--strict` alone is about errors. */
export const strictness = (name: string, got: unknown): 'errors' | 'warnings' =>
  got === true || got === 'true' ? 'errors' : oneOf('errors', 'warnings')(name, got)

export const onOrOff = (name: string, got: unknown): boolean => {
  if (got === true || got === 'on') return true
  if (got === false || got === 'off') return false
  throw wrong(name, got, 'on or off')
}

export const isolation = (name: string, got: unknown): boolean | 'hosts' => {
  if (got === 'hosts') return 'hosts'
  if ([true, false, 'true', 'false'].includes(got as string)) return yesOrNo(name, got)
  throw wrong(name, got, 'true, false or hosts; write -- before the command of exec')
}

export const list = (_: string, got: unknown): string[] =>
  (Array.isArray(got) ? got.map(String) : String(got).split(/[\s,;]+/))
    .map((part) => part.trim())
    .filter(Boolean)

export const hosts = (name: string, got: unknown): string[] => {
  const written = list(name, got)
  try {
    openAllowList(written)
  } catch (error) {
    throw new ConfigError(`${name} has ${(error as Error).message}`)
  }
  return written
}

export const proxies = (name: string, got: unknown): boolean | string[] =>
  [true, false, 'true', 'false'].includes(got as string) ? yesOrNo(name, got) : hosts(name, got)

export const publicUrl = (name: string, got: unknown): string => {
  const written = String(got)
  const url = URL.canParse(written) ? new URL(written) : undefined
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username
  if (!isPlain) throw wrong(name, got, 'an http or https address such as https://pay.example.kz')
  return url.href.replace(/\/+$/, '')
}

/** Stays the same file for a program that changes its folder. */
export const path = (name: string, got: unknown): string => resolve(text(name, got))

export const record = (name: string, got: unknown): Record<string, string> => {
  if (typeof got === 'object' && got !== null && !Array.isArray(got)) {
    return Object.fromEntries(Object.entries(got).map(([key, value]) => [key, String(value)]))
  }
  return Object.fromEntries(
    list(name, got).map((pair) => {
      const [key = '', value] = pair.split('=')
      if (value === undefined) throw wrong(name, got, 'name=value pairs separated by commas')
      return [key, value]
    }),
  )
}

export const isPostgres = (journal: string): boolean => /^postgres(ql)?:\/\//i.test(journal)

export const journal = (name: string, got: unknown): string => {
  const where = text(name, got)
  if (!isPostgres(where) || URL.canParse(where)) return where
  // The password in it is nobody's business.
  throw new ConfigError(`${name} is no readable URL; expected postgres://user:password@host:5432/database`)
}

/** A list of the configuration file, checked row by row. */
export const rows =
  <Row extends TSchema>(row: Row) =>
  (name: string, got: unknown): Static<Row>[] => {
    const problems = violationsOf(Type.Array(row, { expected: 'a list' }), got).map(
      ({ where, got, expected }) =>
        `${where === 'body' ? name : `${name}.${where}`} is ${got}, expected ${expected}`,
    )
    if (problems.length > 0) throw new ConfigError(problems.join('; '))
    return got as Static<Row>[]
  }
