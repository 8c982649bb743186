import type { Language } from '../../contracts/language.ts'
import { type JunitCase, junit } from '../report/junit.ts'
import type { Difference } from './difference.ts'
import type { StepResult } from './play.ts'
import texts from './report-texts.json' with { type: 'json' }
import type { ScenarioResult } from './run.ts'

export const reportFormats = ['text', 'json', 'junit'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The words around what happened; a language that lacks one of them is a type error. */
type Words = (typeof texts)['eng']

/** What became of the stories, for people, for programs, or for a CI server; only people choose a language. */
export const report = (format: ReportFormat, results: ScenarioResult[], language: Language = 'eng'): string =>
  reports[format](results, texts[language])

const filled = (text: string, values: Record<string, unknown>) =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap))

const shown = (value: unknown, { nothing }: Words) =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? nothing)

const sentence = ({ where, expected, got }: Difference, words: Words) =>
  `${where}: ${filled(words.expectedGot, { expected: shown(expected, words), got: shown(got, words) })}`

const textOf = (result: ScenarioResult, words: Words): string => {
  const { title, ok, steps, assumed, skipped, about, answers = [] } = result
  if (skipped) return `- ${title}: ${filled(words.skippedBecause, { reason: skipped })}`
  const said = answers.map((answer) => `    ${answer}`)
  const n = steps.length
  if (ok) return [`✓ ${title} (${filled(n === 1 ? words.oneStep : words.steps, { n })})`, ...said].join('\n')
  const failed = steps.filter((step) => !step.ok)
  return [
    `✗ ${title}: ${about}`,
    ...failed.flatMap((step) => [
      `    ${step.title}`,
      ...step.differences.map((difference) => `      ${sentence(difference, words)}`),
    ]),
    ...said,
    ...(assumed.length > 0 ? [`    ${words.assumed}: ${assumed.join('; ')}`] : []),
  ].join('\n')
}

const counts = (results: ScenarioResult[]) => {
  const skipped = results.filter((result) => result.skipped).length
  const failed = results.filter(({ ok }) => !ok).length
  return { passed: results.length - failed - skipped, failed, skipped }
}

const text = (results: ScenarioResult[], words: Words) => {
  const { passed, failed, skipped } = counts(results)
  const total = [
    filled(words.passed, { n: passed }),
    filled(words.failed, { n: failed }),
    ...(skipped ? [filled(words.skipped, { n: skipped })] : []),
  ]
  // What a pass says, and what it does not.
  const how = [...new Set(results.map(({ against }) => words[against]))].map((line) => `(${line})`)
  return [...results.map((result) => textOf(result, words)), total.join(', '), ...how].join('\n')
}

const json = (results: ScenarioResult[]) =>
  JSON.stringify({ ok: results.every(({ ok }) => ok), ...counts(results), scenarios: results }, null, 2)

const junitCase = (suite: string, { title, ok, differences }: StepResult): JunitCase => {
  if (ok) return { suite, title }
  const lines = differences.map((difference) => sentence(difference, texts.eng))
  return { suite, title, failure: { message: lines[0] ?? '', text: lines.join('\n') } }
}

const junitSuite = ({ title, steps, skipped }: ScenarioResult) => ({
  title,
  cases: skipped ? [{ suite: title, title, skipped }] : steps.map((step) => junitCase(title, step)),
})

const toJunit = (results: ScenarioResult[]) => junit('epay-sandbox scenarios', results.map(junitSuite))

const reports: Record<ReportFormat, (results: ScenarioResult[], words: Words) => string> = {
  text,
  json,
  junit: toJunit,
}
