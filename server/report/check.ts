import { escapeXml } from '../scenario/report.ts'

/** One promise that was looked at, and what is wrong with it. */
export interface Check {
  suite: string
  title: string
  ok: boolean
  told: string[]
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

const line = ({ ok, title, told }: Check) =>
  [`  ${ok ? '✓' : '✗'} ${title}`, ...told.map((words) => `      ${words}`)].join('\n')

const text = (_: string, checks: Check[], assumed: string[]) => {
  const { passed, failed } = countOf(checks)
  const suites = bySuite(checks).map(([suite, of]) => [suite, ...of.map(line)].join('\n'))
  const rests = assumed.length > 0 ? [`rests on assumptions: ${assumed.join('; ')}`] : []
  return [...suites, ...rests, `${passed} passed, ${failed} failed`].join('\n')
}

const json = (name: string, checks: Check[], assumed: string[]) =>
  JSON.stringify({ name, ok: checks.every(({ ok }) => ok), ...countOf(checks), assumed, checks }, null, 2)

const testCase = ({ suite, title, ok, told }: Check) => {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(title)}"`
  if (ok) return `${open}/>`
  const message = escapeXml(told[0] ?? 'failed')
  return `${open}><failure message="${message}">${escapeXml(told.join('\n'))}</failure></testcase>`
}

const testSuite = ([suite, checks]: [string, Check[]]) => {
  const { failed } = countOf(checks)
  const head = `  <testsuite name="${escapeXml(suite)}" tests="${checks.length}" failures="${failed}">`
  return [head, ...checks.map(testCase), '  </testsuite>'].join('\n')
}

const junit = (name: string, checks: Check[]) => {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(name)}">`
  return [head, ...bySuite(checks).map(testSuite), '</testsuites>'].join('\n')
}

const formats: Record<CheckFormat, (name: string, checks: Check[], assumed: string[]) => string> = {
  text,
  json,
  junit,
}
