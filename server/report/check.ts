import { type JunitCase, junit } from './junit.ts'

/** One promise that was looked at, and what is wrong with it. */
export interface Check {
  suite: string
  title: string
  ok: boolean
  notes: string[]
}

export const checkFormats = ['text', 'json', 'junit'] as const
export type CheckFormat = (typeof checkFormats)[number]

/** The same checks for people, for programs, or for a CI server. */
export const reportChecks = (
  format: CheckFormat,
  name: string,
  checks: Check[],
  assumed: string[] = [],
): string => formats[format](name, checks, assumed)

export const countOf = (checks: Check[]) => {
  const failed = checks.filter(({ ok }) => !ok).length
  return { passed: checks.length - failed, failed }
}

const bySuite = (checks: Check[]): [string, Check[]][] => [
  ...Map.groupBy(checks, ({ suite }) => suite).entries(),
]

const line = ({ ok, title, notes }: Check) =>
  [`  ${ok ? '✓' : '✗'} ${title}`, ...notes.map((words) => `      ${words}`)].join('\n')

const text = (_: string, checks: Check[], assumed: string[]) => {
  const { passed, failed } = countOf(checks)
  const suites = bySuite(checks).map(([suite, of]) => [suite, ...of.map(line)].join('\n'))
  const rests = assumed.length > 0 ? [`rests on assumptions: ${assumed.join('; ')}`] : []
  return [...suites, ...rests, `${passed} passed, ${failed} failed`].join('\n')
}

const json = (name: string, checks: Check[], assumed: string[]) =>
  JSON.stringify({ name, ok: checks.every(({ ok }) => ok), ...countOf(checks), assumed, checks }, null, 2)

const junitCase = ({ suite, title, ok, notes }: Check): JunitCase =>
  ok ? { suite, title } : { suite, title, failure: { message: notes[0] ?? 'failed', text: notes.join('\n') } }

const toJunit = (name: string, checks: Check[]) =>
  junit(
    name,
    bySuite(checks).map(([title, of]) => ({ title, cases: of.map(junitCase) })),
  )

const formats: Record<CheckFormat, (name: string, checks: Check[], assumed: string[]) => string> = {
  text,
  json,
  junit: toJunit,
}
