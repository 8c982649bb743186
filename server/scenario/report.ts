import { type JunitCase, junit } from '../report/junit.ts'
import type { Difference } from './difference.ts'
import type { StepResult } from './play.ts'
import type { ScenarioResult } from './run.ts'

export const reportFormats = ['text', 'json', 'junit'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** What became of the stories, for people, for programs, or for a CI server. */
export const report = (format: ReportFormat, results: ScenarioResult[]): string => reports[format](results)

const shown = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

const sentence = ({ where, expected, got }: Difference) =>
  `${where}: expected ${shown(expected)}, got ${shown(got)}`

/** What a pass says, and what it does not. */
const reach: Record<ScenarioResult['against'], string> = {
  bank: "only the bank's side was played, no shop was asked: --config certify.yaml plays it with yours",
  endpoint: 'with orders that your shop never made: --config certify.yaml lets it make them',
  shop: "with your shop's own orders",
}

const textOf = ({ title, ok, steps, assumed, skipped, about, answers = [] }: ScenarioResult): string => {
  if (skipped) return `- ${title}: skipped, ${skipped}`
  const said = answers.map((answer) => `    ${answer}`)
  if (ok) return [`✓ ${title} (${steps.length} ${steps.length === 1 ? 'step' : 'steps'})`, ...said].join('\n')
  const failed = steps.filter((step) => !step.ok)
  return [
    `✗ ${title}: ${about}`,
    ...failed.flatMap((step) => [
      `    ${step.title}`,
      ...step.differences.map((d) => `      ${sentence(d)}`),
    ]),
    ...said,
    ...(assumed.length > 0 ? [`    rests on assumptions: ${assumed.join('; ')}`] : []),
  ].join('\n')
}

const counts = (results: ScenarioResult[]) => {
  const skipped = results.filter((result) => result.skipped).length
  const failed = results.filter(({ ok }) => !ok).length
  return { passed: results.length - failed - skipped, failed, skipped }
}

const text = (results: ScenarioResult[]) => {
  const { passed, failed, skipped } = counts(results)
  const total = [`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])]
  const how = [...new Set(results.map(({ against }) => reach[against]))].map((line) => `(${line})`)
  return [...results.map(textOf), total.join(', '), ...how].join('\n')
}

const json = (results: ScenarioResult[]) =>
  JSON.stringify({ ok: results.every(({ ok }) => ok), ...counts(results), scenarios: results }, null, 2)

const junitCase = (suite: string, { title, ok, differences }: StepResult): JunitCase => {
  if (ok) return { suite, title }
  const lines = differences.map(sentence)
  return { suite, title, failure: { message: lines[0] ?? '', text: lines.join('\n') } }
}

const junitSuite = ({ title, steps, skipped }: ScenarioResult) => ({
  title,
  cases: skipped ? [{ suite: title, title, skipped }] : steps.map((step) => junitCase(title, step)),
})

const toJunit = (results: ScenarioResult[]) => junit('epay-sandbox scenarios', results.map(junitSuite))

const reports: Record<ReportFormat, (results: ScenarioResult[]) => string> = { text, json, junit: toJunit }
