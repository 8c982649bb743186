import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Certify } from '../../contracts/certify.ts'
import { type Violation, violationsOf } from '../../contracts/reader.ts'
import { ConfigError } from '../errors.ts'
import { parseYaml, readWritten } from '../files/written-yaml.ts'
import { lineAndColumn, offsetOf } from '../scenario/written.ts'

/** The merchant under test as it was described, and the folder its commands and files are meant from. */
export interface Description extends Certify {
  folder: string
  /** Where it was read, as it was named; absent when flags alone describe the shop. */
  file?: string
  /** The line of the file on which the shop's description begins. */
  line?: number
}

export const defaultFile = 'certify.yaml'

/** Reads certify.yaml and puts flags on top. Throws ConfigError: a line for each thing that is wrong, and where. */
export const describeMerchant = async (
  file: string | undefined,
  flags: Partial<Certify>,
): Promise<Description> => {
  const path = file ?? (existsSync(defaultFile) ? defaultFile : undefined)
  if (path === undefined) return { ...checked(flags), folder: process.cwd() }
  const source = await readWritten(path)
  const line = 1 + source.split('\n').findIndex((text) => /^(start|createOrder)\s*:/.test(text))
  const where = { folder: dirname(resolve(path)), file: path, ...(line > 0 ? { line } : {}) }
  return { ...(await parse(source, path, flags)), ...where }
}

const merged = (raw: unknown, flags: Partial<Certify>): unknown => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw ?? { ...flags }
  const written = raw as Record<string, unknown>
  const onTop = Object.entries(flags).map(([name, value]) => {
    const below = written[name]
    const both = [below, value].every((part) => typeof part === 'object' && part !== null)
    return [name, both ? { ...(below as object), ...(value as object) } : value]
  })
  return { ...written, ...Object.fromEntries(onTop) }
}

const parse = async (source: string, path: string, flags: Partial<Certify>): Promise<Certify> => {
  const { document, lines, value } = await parseYaml(source, path)
  const at = (offset: number) => `${path}:${lineAndColumn(lines, offset)}`
  const described = merged(value, flags)
  const problems = violations(described).map((violation) => {
    const { where, got, expected } = violation
    return `${at(offsetOf(document, violation))}  ${where}: got ${got}, expected ${expected}`
  })
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return described as Certify
}

const checked = (flags: Partial<Certify>): Certify => {
  const problems = violations(flags).map(
    ({ where, got, expected }) => `${where}: got ${got}, expected ${expected}`,
  )
  if (problems.length === 0) return flags as Certify
  throw new ConfigError(`write ${defaultFile}, or describe your shop by flags: ${problems.join('; ')}`)
}

const ways = ['url', 'command', 'function'] as const
const calls = ['createOrder', 'probe', 'savedCard', 'reconcile'] as const

/** The schema's first; then what no schema can say. */
const violations = (raw: unknown): Violation[] => {
  const found = violationsOf(Certify, raw)
  if (found.length > 0) return found
  const described = raw as Certify
  return [
    ...calls.flatMap((name) => waysOf(described, name)),
    ...(described.restart === true && !described.start
      ? [{ where: 'restart', got: 'true', expected: 'a command, or start beside it' }]
      : []),
    ...(described.probe?.lines && !described.probe.command
      ? [{ where: 'probe.lines', got: 'true', expected: 'a command beside it' }]
      : []),
  ]
}

const waysOf = (described: Certify, where: (typeof calls)[number]): Violation[] => {
  const call = described[where]
  if (!call) return []
  const given = ways.filter((way) => call[way] !== undefined)
  if (given.length === 1) return []
  return [{ where, got: given.join(' and ') || 'none of them', expected: `one of ${ways.join(', ')}` }]
}
