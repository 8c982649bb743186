import type { Language } from '../contracts/language.ts'
import { chooseQuirks, type Dialect, type Quirks, withStages } from '../contracts/quirk.ts'
import type { Instant } from '../contracts/time.ts'
import { ClientRequest, TerminalRequest } from '../contracts/workspace.ts'
import * as read from './config-value.ts'
import { ConfigError, nearest } from './errors.ts'
import { parseYaml, readWritten, refuseDeep } from './files/written-yaml.ts'
import { printable } from './redaction/printable.ts'

export { isPostgres } from './config-value.ts'

export interface Config {
  port: number
  host: string
  /** `memory` or the path of a SQLite file. */
  journal: string
  /** Chosen at random for each journal when absent. */
  seed?: string
  /** What a payment in a SQLite file outlives: a kill of the process, or a power cut too. */
  durability: 'kill' | 'power-cut'
  clock: 'system' | Instant
  dialect: Dialect
  quirks: Quirks
  /** Short for the quirk testTerminalStages. */
  stages?: Quirks['testTerminalStages']
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
  /** Hosts, addresses and networks outside loopback and private ranges that postlinks may go to. */
  allowPostlinksTo: string[]
  /** A PEM file: whom merchants' certificates may be signed by, beside the usual. */
  postlinkCa?: string
  /** Certificates of loopback and private targets are not checked. */
  postlinkInsecureLoopback: boolean
  /** Where browsers reach the server; as each request came when absent. */
  publicUrl?: string
  /** Whose X-Forwarded and Forwarded headers say where a browser is: nobody's, everybody's, or these addresses'. */
  trustProxy: boolean | string[]
  /** Name or file of a scenario whose stage is set at start. */
  scenario?: string
  token?: string
  format: 'text' | 'json'
  /** What the end of a run does not let pass; undefined lets everything. */
  strict?: 'errors' | 'warnings'
  /** What of the bank a run met: printed, or written to this file as well. */
  coverage?: true | string
  /** How many percent of it a run must have met. */
  minCoverage?: number
  /** The folder that the report of a run is written to. */
  report?: string
  /** The reader's: of reports. */
  lang: Language
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

/** Every setting: how it is read, and what it is when nobody sets it. */
const settings = {
  port: { read: read.port, otherwise: 3729 },
  host: { read: read.text, otherwise: '127.0.0.1' },
  journal: { read: read.journal, otherwise: 'memory' },
  seed: { read: read.text, otherwise: undefined },
  durability: { read: read.oneOf('kill', 'power-cut'), otherwise: 'kill' },
  clock: { read: read.clock, otherwise: 'system' },
  dialect: { read: read.oneOf('documented', 'observed'), otherwise: 'documented' },
  quirks: { read: read.record, otherwise: {} },
  stages: { read: read.oneOf('one', 'two'), otherwise: undefined },
  cards: { read: read.oneOf('2025', '2020'), otherwise: '2025' },
  strip: { read: read.onOrOff, otherwise: true },
  retain: { read: read.count, otherwise: 20_000 },
  maxWorkspaces: { read: read.count, otherwise: 10_000 },
  stopTimeout: { read: read.seconds, otherwise: 5 },
  drain: { read: read.seconds, otherwise: 0 },
  unreadableCryptogram: { read: read.oneOf('refuse', 'unlocked', 'locked'), otherwise: 'refuse' },
  clients: { read: read.rows(ClientRequest), otherwise: [] },
  terminals: { read: read.rows(TerminalRequest), otherwise: [] },
  allowPostlinksTo: { read: read.hosts, otherwise: [] },
  postlinkCa: { read: read.path, otherwise: undefined },
  postlinkInsecureLoopback: { read: read.yesOrNo, otherwise: false },
  publicUrl: { read: read.publicUrl, otherwise: undefined },
  trustProxy: { read: read.proxies, otherwise: false },
  scenario: { read: read.text, otherwise: undefined },
  token: { read: read.text, otherwise: undefined },
  format: { read: read.oneOf('text', 'json'), otherwise: 'text' },
  strict: { read: read.strictness, otherwise: undefined },
  coverage: { read: read.coverage, otherwise: undefined },
  minCoverage: { read: read.percentage, otherwise: undefined },
  report: { read: read.path, otherwise: undefined },
  lang: { read: read.language, otherwise: 'eng' },
  quiet: { read: read.yesOrNo, otherwise: false },
  takeover: { read: read.yesOrNo, otherwise: false },
  takeoverPort: { read: read.port, otherwise: 3743 },
  takeoverProduction: { read: read.yesOrNo, otherwise: false },
  isolate: { read: read.isolation, otherwise: false },
  dataDir: { read: read.path, otherwise: undefined },
} as const

type SettingName = keyof typeof settings
export type Given = Partial<Record<SettingName, unknown>>
const names = Object.keys(settings) as SettingName[]

/** `allowPostlinksTo` → `EPAY_SANDBOX_ALLOW_POSTLINKS_TO`. */
const variable = (name: string) =>
  `EPAY_SANDBOX_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** Docker and Kubernetes describe a service called epay-sandbox to its neighbours in the very names of our options. */
const isServiceLink = (value: string) => /^(tcp|udp|sctp):\/\/[^/\s]+:\d+$/.test(value)

const fromEnvironment = (env: NodeJS.ProcessEnv, tell: (text: string) => void): Given => {
  const given: Given = {}
  for (const name of names) {
    const value = env[variable(name)]
    if (!value) continue
    if (isServiceLink(value))
      tell(`${variable(name)}=${value} is ignored: it describes a service of that name, not an option`)
    else given[name] = value
  }
  return given
}

const parseJson = (path: string, source: string): unknown => {
  try {
    return JSON.parse(source)
  } catch (error) {
    throw new ConfigError(`${path} cannot be read as JSON: ${(error as Error).message}`)
  }
}

const parseFile = async (path: string): Promise<unknown> => {
  const source = await readWritten(path)
  if (!path.endsWith('.json')) return (await parseYaml(source, path)).value
  const parsed = parseJson(path, source)
  refuseDeep(path, parsed)
  return parsed
}

const readConfigFile = async (path: string): Promise<Given> => {
  const parsed = (await parseFile(path)) ?? {}
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    const got = Array.isArray(parsed) ? 'a list' : `a ${typeof parsed}`
    throw new ConfigError(`${path} is ${got}, expected names and values`)
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

/** Throws ConfigError for a key that means nothing, with the near one: a mistyped option would be no option. */
export const refuseUnknown = (where: string, given: object, known: readonly string[]): void => {
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const near = nearest(unknown, [...known])[0]
  throw new ConfigError(`${where} has no "${unknown}"; did you mean ${near}? It takes ${known.join(', ')}`)
}

export const settingNames: readonly string[] = names

/** Reads what was given, each value by its setting; throws ConfigError. */
export const toConfig = (given: Given): Config => {
  const values = Object.fromEntries(
    names.map((name) => {
      const { read, otherwise } = settings[name]
      return [name, given[name] === undefined ? otherwise : read(name, given[name])]
    }),
  ) as unknown as Config
  if (!values.takeover && (values.isolate || values.takeoverProduction)) {
    const name = values.isolate ? 'isolate' : 'takeoverProduction'
    throw new ConfigError(`${name} is about the takeover, which is off: start with --takeover`)
  }
  if (values.durability === 'power-cut' && values.journal === 'memory')
    throw new ConfigError(
      'durability is power-cut, which needs a journal on a disk: start with --journal <file>',
    )
  try {
    const chosen = withStages(values.quirks as Record<string, string>, values.stages)
    return { ...values, quirks: chooseQuirks(values.dialect, chosen) }
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** Flag, environment, file, default: the first that says something wins. */
export const loadConfig = async (
  flags: Given & { config?: string },
  env: NodeJS.ProcessEnv,
  tell = (text: string): void => void process.stderr.write(`epay-sandbox: ${printable(text)}\n`),
): Promise<Config> => {
  const { config, ...given } = flags
  const file = await findFile(config ?? env.EPAY_SANDBOX_CONFIG)
  return toConfig({ ...file, ...fromEnvironment(env, tell), ...given })
}
