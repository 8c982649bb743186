import type { Violation } from '../../contracts/reader.ts'
import type { Scenario } from '../../contracts/scenario.ts'
import { ConfigError } from '../errors.ts'
import { parseYaml, readWritten } from '../files/written-yaml.ts'
import { scenarioViolations } from './check.ts'
import { findScenario, scenarioFiles, scenarioName, titleOf } from './library.ts'
import { lineAndColumn, offsetOf } from './written.ts'

export interface Titled {
  /** The name of its file. */
  title: string
  scenario: Scenario
}

/** A scenario by its name or its path. Throws ConfigError: a line for each thing that is wrong, and where. */
export const loadScenario = async (nameOrPath: string): Promise<Titled> => {
  const path = await findScenario(nameOrPath)
  return { title: titleOf(path), scenario: await parseScenario(await readWritten(path), path) }
}

export interface Listed {
  name: string
  about: string
  /** Of an incident: the usual mistake, and what to do. */
  wrong?: string
  right?: string
}

/** Every scenario that has a name, with its sentence; one that cannot be read says why. */
export const listScenarios = async (): Promise<Listed[]> =>
  Promise.all(
    (await scenarioFiles()).map(async (path) => {
      const loaded = await loadScenario(path).then(
        ({ scenario: { about, wrong, right } }) => ({
          about,
          ...(wrong ? { wrong } : {}),
          ...(right ? { right } : {}),
        }),
        (error: Error) => ({ about: error.message }),
      )
      return { name: titleOf(path), ...loaded }
    }),
  )

/** Text of YAML, or of JSON, which is YAML too. */
export const parseScenario = async (source: string, path: string): Promise<Scenario> => {
  if (path.endsWith('.json')) checkJson(source, path)
  const { document, lines, value } = await parseYaml(source, path)
  const at = (offset: number) => `${path}:${lineAndColumn(lines, offset)}`
  const raw = withoutNulls(value)
  const violations = scenarioViolations(raw)
  if (violations.length === 0) return raw as Scenario
  const tell = (violation: Violation) =>
    `${at(offsetOf(document, violation))}  ${violation.where}: got ${violation.got}, expected ${violation.expected}`
  throw new ConfigError(violations.map(tell).join('\n'))
}

/** YAML would forgive what no other reader of JSON does. */
const checkJson = (source: string, path: string) => {
  try {
    JSON.parse(source)
  } catch (error) {
    const { message } = error as Error
    const [, line = '1', column = '1'] = /line (\d+) column (\d+)/.exec(message) ?? []
    throw new ConfigError(`${path}:${line}:${column}  ${message}`)
  }
}

/** `- askStatus:` says as much as `- askStatus: {}`. */
const withoutNulls = (raw: unknown): unknown => {
  const { story } = Object(raw) as { story?: unknown }
  if (!Array.isArray(story)) return raw
  const filled = (step: unknown): unknown =>
    typeof step === 'object' && step !== null
      ? Object.fromEntries(
          Object.entries(step).map(([verb, value]) => [
            verb,
            verb === 'parallel' && Array.isArray(value) ? value.map(filled) : (value ?? {}),
          ]),
        )
      : step
  return { ...(raw as object), story: story.map(filled) }
}

export { scenarioName }
