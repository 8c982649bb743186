import { resolve } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { type Language, languageOf } from '../contracts/language.ts'
import { violationsOf } from '../contracts/reader.ts'
import { Type } from '../contracts/schema.ts'
import { type Instant, toInstant } from '../contracts/time.ts'
import { ConfigError } from './errors.ts'
import { openAllowList } from './redaction/allow-list.ts'

/** How the value of a setting is read, from a flag, the environment or a file: with its name, for the words. */

const wrong = (name: string, came: unknown, expected: string) =>
  new ConfigError(`${name} is ${JSON.stringify(came)}, expected ${expected}`)

export const oneOf =
  <const V extends string>(...values: V[]) =>
  (name: string, came: unknown): V => {
    // YAML reads an unquoted 2025 as a number.
    if (values.includes(String(came) as V)) return String(came) as V
    throw wrong(name, came, values.join(' or '))
  }

export const text = (name: string, came: unknown): string => {
  if (typeof came === 'string' && came !== '') return came
  if (typeof came === 'number') return String(came)
  throw wrong(name, came, 'a text that is not empty')
}

export const whole =
  (least: number, most: number, expected: string) =>
  (name: string, came: unknown): number => {
    const number = Number(came)
    if (came !== '' && Number.isInteger(number) && number >= least && number <= most) return number
    throw wrong(name, came, expected)
  }

export const port = whole(0, 65_535, 'a port number from 0 (any free one) to 65535')
export const count = whole(1, Number.POSITIVE_INFINITY, 'a whole number above 0')
export const seconds = whole(0, 3_600, 'a whole number of seconds from 0 to 3600')

export const language = (name: string, came: unknown): Language => {
  const known = languageOf(String(came))
  if (known) return known
  throw wrong(name, came, 'rus, kaz or eng')
}

export const percentage = whole(0, 100, 'a whole number of percent from 0 to 100')

/** `--coverage` alone prints; a word after it could be the command of exec. */
export const coverage = (name: string, came: unknown): true | string => {
  if (came === true || came === 'true') return true
  if (typeof came === 'string' && came.endsWith('.json')) return resolve(came)
  throw wrong(name, came, 'a file that ends in .json, after =; write -- before the command of exec')
}

export const clock = (name: string, came: unknown): 'system' | Instant => {
  if (came === 'system') return 'system'
  const instant = came instanceof Date ? came.getTime() : toInstant(String(came))
  if (instant !== undefined && !Number.isNaN(instant)) return instant
  throw wrong(name, came, 'system, or an ISO 8601 instant with an offset such as 2025-02-12T09:42:51+05:00')
}

export const yesOrNo = (name: string, came: unknown): boolean => {
  if (came === true || came === 'true') return true
  if (came === false || came === 'false') return false
  throw wrong(name, came, 'true or false')
}

/** `--strict` alone is about errors. */
export const strictness = (name: string, came: unknown): 'errors' | 'warnings' =>
  came === true || came === 'true' ? 'errors' : oneOf('errors', 'warnings')(name, came)

export const onOrOff = (name: string, came: unknown): boolean => {
  if (came === true || came === 'on') return true
  if (came === false || came === 'off') return false
  throw wrong(name, came, 'on or off')
}

export const isolation = (name: string, came: unknown): boolean | 'hosts' => {
  if (came === 'hosts') return 'hosts'
  if ([true, false, 'true', 'false'].includes(came as string)) return yesOrNo(name, came)
  throw wrong(name, came, 'true, false or hosts; write -- before the command of exec')
}

export const list = (_: string, came: unknown): string[] =>
  (Array.isArray(came) ? came.map(String) : String(came).split(/[\s,;]+/))
    .map((part) => part.trim())
    .filter(Boolean)

export const hosts = (name: string, came: unknown): string[] => {
  const written = list(name, came)
  try {
    openAllowList(written)
  } catch (error) {
    throw new ConfigError(`${name} has ${(error as Error).message}`)
  }
  return written
}

export const proxies = (name: string, came: unknown): boolean | string[] =>
  [true, false, 'true', 'false'].includes(came as string) ? yesOrNo(name, came) : hosts(name, came)

export const publicUrl = (name: string, came: unknown): string => {
  const written = String(came)
  const url = URL.canParse(written) ? new URL(written) : undefined
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username
  if (!isPlain) throw wrong(name, came, 'an http or https address such as https://pay.example.kz')
  return url.href.replace(/\/+$/, '')
}

/** Stays the same file for a program that changes its folder. */
export const path = (name: string, came: unknown): string => resolve(text(name, came))

export const record = (name: string, came: unknown): Record<string, string> => {
  if (typeof came === 'object' && came !== null && !Array.isArray(came)) {
    return Object.fromEntries(Object.entries(came).map(([key, value]) => [key, String(value)]))
  }
  return Object.fromEntries(
    list(name, came).map((pair) => {
      const [key = '', value] = pair.split('=')
      if (value === undefined) throw wrong(name, came, 'name=value pairs separated by commas')
      return [key, value]
    }),
  )
}

export const isPostgres = (journal: string): boolean => /^postgres(ql)?:\/\//i.test(journal)

export const journal = (name: string, came: unknown): string => {
  const where = text(name, came)
  if (!isPostgres(where) || URL.canParse(where)) return where
  // The password in it is nobody's business.
  throw new ConfigError(`${name} is no readable URL; expected postgres://user:password@host:5432/database`)
}

/** A list of the configuration file, checked row by row. */
export const rows =
  <Row extends TSchema>(row: Row) =>
  (name: string, came: unknown): Static<Row>[] => {
    const told = violationsOf(Type.Array(row, { expected: 'a list' }), came).map(
      ({ where, came, expected }) =>
        `${where === 'body' ? name : `${name}.${where}`} is ${came}, expected ${expected}`,
    )
    if (told.length > 0) throw new ConfigError(told.join('; '))
    return came as Static<Row>[]
  }
