import { readFile } from 'node:fs/promises'
import type { Static, TSchema } from 'typebox'
import { chooseQuirks, type Dialect, type Quirks } from '../contracts/quirk.ts'
import { violationsOf } from '../contracts/reader.ts'
import { Type } from '../contracts/schema.ts'
import type { Instant } from '../contracts/time.ts'
import { toInstant } from '../contracts/time.ts'
import { ClientRequest, TerminalRequest } from '../contracts/workspace.ts'
import { ConfigError } from './errors.ts'

export interface Config {
  port: number
  host: string
  /** `memory` or the path of a SQLite file. */
  journal: string
  /** Chosen at random for each journal when absent. */
  seed?: string
  clock: 'system' | Instant
  dialect: Dialect
  quirks: Quirks
  cards: '2025' | '2020'
  /** The payment page's strip with test cards and outcomes. */
  strip: boolean
  /** How many payments are remembered. */
  retain: number
  /** How many workspaces may be open at once. */
  maxWorkspaces: number
  /** How many seconds a stop waits for answers and postlinks on their way. */
  stopTimeout: number
  /** For how many seconds readiness says no before the stop begins. */
  drain: number
  /** What a cryptogram made with another key is taken for. */
  unreadableCryptogram: 'refuse' | 'unlocked' | 'locked'
  /** Merchants of the user's own, beside the documented ones, in every workspace. */
  clients: ClientRequest[]
  terminals: TerminalRequest[]
  /** Host names outside loopback and private ranges that postlinks may go to. */
  allowPostlinksTo: string[]
  /** Name or file of a scenario whose stage is set at start. */
  scenario?: string
  token?: string
  format: 'text' | 'json'
  /** True: what happens is not logged. */
  quiet: boolean
  /** Whether the bank's own host names are answered for, and on which port. */
  takeover: boolean
  takeoverPort: number
  takeoverProduction: boolean
  /** True: the takeover lets nothing else off this machine. `hosts`: the command finds the bank's names here. */
  isolate: boolean | 'hosts'
  /** Where the local CA is kept; the user's data folder when absent. */
  dataDir?: string
}

const wrong = (name: string, came: unknown, expected: string) =>
  new ConfigError(`${name} is ${JSON.stringify(came)}, expected ${expected}`)

const oneOf =
  <const V extends string>(...values: V[]) =>
  (name: string, came: unknown): V => {
    // YAML reads an unquoted 2025 as a number.
    if (values.includes(String(came) as V)) return String(came) as V
    throw wrong(name, came, values.join(' or '))
  }

const text = (name: string, came: unknown): string => {
  if (typeof came === 'string' && came !== '') return came
  if (typeof came === 'number') return String(came)
  throw wrong(name, came, 'a text that is not empty')
}

const whole =
  (least: number, most: number, expected: string) =>
  (name: string, came: unknown): number => {
    const number = Number(came)
    if (came !== '' && Number.isInteger(number) && number >= least && number <= most) return number
    throw wrong(name, came, expected)
  }

const port = whole(0, 65_535, 'a port number from 0 (any free one) to 65535')
const count = whole(1, Number.POSITIVE_INFINITY, 'a whole number above 0')
const seconds = whole(0, 3_600, 'a whole number of seconds from 0 to 3600')

const clock = (name: string, came: unknown): Config['clock'] => {
  if (came === 'system') return 'system'
  const instant = came instanceof Date ? came.getTime() : toInstant(String(came))
  if (instant !== undefined && !Number.isNaN(instant)) return instant
  throw wrong(name, came, 'system, or an ISO 8601 instant with an offset such as 2025-02-12T09:42:51+05:00')
}

const yesOrNo = (name: string, came: unknown): boolean => {
  if (came === true || came === 'true') return true
  if (came === false || came === 'false') return false
  throw wrong(name, came, 'true or false')
}

const onOrOff = (name: string, came: unknown): boolean => {
  if (came === true || came === 'on') return true
  if (came === false || came === 'off') return false
  throw wrong(name, came, 'on or off')
}

const isolation = (name: string, came: unknown): Config['isolate'] => {
  if (came === 'hosts') return 'hosts'
  if ([true, false, 'true', 'false'].includes(came as string)) return yesOrNo(name, came)
  throw wrong(name, came, 'true, false or hosts; write -- before the command of exec')
}

const list = (_: string, came: unknown): string[] =>
  (Array.isArray(came) ? came.map(String) : String(came).split(','))
    .map((part) => part.trim())
    .filter(Boolean)

const record = (name: string, came: unknown): Record<string, string> => {
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

const journal = (name: string, came: unknown): string => {
  const where = text(name, came)
  if (!isPostgres(where) || URL.canParse(where)) return where
  // The password in it is nobody's business.
  throw new ConfigError(`${name} is no readable URL; expected postgres://user:password@host:5432/database`)
}

/** A list of the configuration file, checked row by row. */
const rows =
  <Row extends TSchema>(row: Row) =>
  (name: string, came: unknown): Static<Row>[] => {
    const told = violationsOf(Type.Array(row, { expected: 'a list' }), came).map(
      ({ where, came, expected }) =>
        `${where === 'body' ? name : `${name}.${where}`} is ${came}, expected ${expected}`,
    )
    if (told.length > 0) throw new ConfigError(told.join('; '))
    return came as Static<Row>[]
  }

/** Every setting: how it is read, and what it is when nobody sets it. */
const settings = {
  port: { read: port, otherwise: 3729 },
  host: { read: text, otherwise: '127.0.0.1' },
  journal: { read: journal, otherwise: 'memory' },
  seed: { read: text, otherwise: undefined },
  clock: { read: clock, otherwise: 'system' },
  dialect: { read: oneOf('documented', 'observed'), otherwise: 'documented' },
  quirks: { read: record, otherwise: {} },
  cards: { read: oneOf('2025', '2020'), otherwise: '2025' },
  strip: { read: onOrOff, otherwise: true },
  retain: { read: count, otherwise: 20_000 },
  maxWorkspaces: { read: count, otherwise: 10_000 },
  stopTimeout: { read: seconds, otherwise: 5 },
  drain: { read: seconds, otherwise: 0 },
  unreadableCryptogram: { read: oneOf('refuse', 'unlocked', 'locked'), otherwise: 'refuse' },
  clients: { read: rows(ClientRequest), otherwise: [] },
  terminals: { read: rows(TerminalRequest), otherwise: [] },
  allowPostlinksTo: { read: list, otherwise: [] },
  scenario: { read: text, otherwise: undefined },
  token: { read: text, otherwise: undefined },
  format: { read: oneOf('text', 'json'), otherwise: 'text' },
  quiet: { read: yesOrNo, otherwise: false },
  takeover: { read: yesOrNo, otherwise: false },
  takeoverPort: { read: port, otherwise: 3743 },
  takeoverProduction: { read: yesOrNo, otherwise: false },
  isolate: { read: isolation, otherwise: false },
  dataDir: { read: text, otherwise: undefined },
} as const

type SettingName = keyof typeof settings
export type Given = Partial<Record<SettingName, unknown>>
const names = Object.keys(settings) as SettingName[]

/** `allowPostlinksTo` → `EPAY_SANDBOX_ALLOW_POSTLINKS_TO`. */
const variable = (name: string) =>
  `EPAY_SANDBOX_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

const fromEnvironment = (env: NodeJS.ProcessEnv): Given =>
  Object.fromEntries(names.flatMap((name) => (env[variable(name)] ? [[name, env[variable(name)]]] : [])))

const parseFile = async (path: string, source: string): Promise<unknown> => {
  try {
    return path.endsWith('.json') ? JSON.parse(source) : (await import('yaml')).parse(source)
  } catch (error) {
    throw new ConfigError(
      `${path} cannot be read as ${path.endsWith('.json') ? 'JSON' : 'YAML'}: ${(error as Error).message}`,
    )
  }
}

const readConfigFile = async (path: string): Promise<Given> => {
  const source = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConfigError(`${path} cannot be read: ${error.message}`)
  })
  const parsed = (await parseFile(path, source)) ?? {}
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    const came = Array.isArray(parsed) ? 'a list' : `a ${typeof parsed}`
    throw new ConfigError(`${path} is ${came}, expected names and values`)
  }
  const unknown = Object.keys(parsed as object).filter((key) => !names.includes(key as SettingName))
  if (unknown.length > 0)
    throw new ConfigError(`${path} has unknown keys ${unknown.join(', ')}; known: ${names.join(', ')}`)
  return parsed as Given
}

const defaultFiles = ['epay-sandbox.config.yaml', 'epay-sandbox.config.json']

const findFile = async (chosen: string | undefined): Promise<Given> => {
  if (chosen) return readConfigFile(chosen)
  const { existsSync } = await import('node:fs')
  const found = defaultFiles.find((path) => existsSync(path))
  return found ? readConfigFile(found) : {}
}

/** Reads what was given, each value by its setting; throws ConfigError. */
export const toConfig = (given: Given): Config => {
  const read = Object.fromEntries(
    names.map((name) => {
      const { read, otherwise } = settings[name]
      return [name, given[name] === undefined ? otherwise : read(name, given[name])]
    }),
  ) as unknown as Config
  if (!read.takeover && (read.isolate || read.takeoverProduction)) {
    const name = read.isolate ? 'isolate' : 'takeoverProduction'
    throw new ConfigError(`${name} is about the takeover, which is off: start with --takeover`)
  }
  try {
    return { ...read, quirks: chooseQuirks(read.dialect, read.quirks as Record<string, string>) }
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** Flag, environment, file, default: the first that says something wins. */
export const loadConfig = async (
  flags: Given & { config?: string },
  env: NodeJS.ProcessEnv,
): Promise<Config> => {
  const { config, ...given } = flags
  const file = await findFile(config ?? env.EPAY_SANDBOX_CONFIG)
  return toConfig({ ...file, ...fromEnvironment(env), ...given })
}
