import type { Difference } from './difference.ts'
import type { StepResult } from './play.ts'
import type { ScenarioResult } from './run.ts'

export const reportFormats = ['text', 'json', 'junit'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** What became of the stories, for people, for programs, or for a CI server. */
export const report = (format: ReportFormat, results: ScenarioResult[]): string => reports[format](results)

const shown = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

const sentence = ({ where, expected, came }: Difference) =>
  `${where}: expected ${shown(expected)}, came ${shown(came)}`

const textOf = ({ title, ok, steps, assumed, skipped, about }: ScenarioResult): string => {
  if (skipped) return `- ${title}: skipped, ${skipped}`
  if (ok) return `✓ ${title} (${steps.length} ${steps.length === 1 ? 'step' : 'steps'})`
  const failed = steps.filter((step) => !step.ok)
  return [
    `✗ ${title}: ${about}`,
    ...failed.flatMap((step) => [
      `    ${step.title}`,
      ...step.differences.map((d) => `      ${sentence(d)}`),
    ]),
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
  return [...results.map(textOf), total.join(', ')].join('\n')
}

const json = (results: ScenarioResult[]) =>
  JSON.stringify({ ok: results.every(({ ok }) => ok), ...counts(results), scenarios: results }, null, 2)

// XML 1.0 has no way at all to write most control characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

export const escapeXml = (value: string): string =>
  value.replace(unwritable, '\ufffd').replace(/[&<>"']/g, (letter) => entities[letter] ?? '')

const testCase = (suite: string, { title, ok, differences }: StepResult) => {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(title)}"`
  if (ok) return `${open}/>`
  const told = differences.map(sentence)
  const failure = `<failure message="${escapeXml(told[0] ?? '')}">${escapeXml(told.join('\n'))}</failure>`
  return `${open}>${failure}</testcase>`
}

const skippedCase = (title: string, why: string) =>
  `    <testcase classname="${escapeXml(title)}" name="${escapeXml(title)}">` +
  `<skipped message="${escapeXml(why)}"/></testcase>`

const suite = ({ title, steps, skipped }: ScenarioResult) => {
  const failures = steps.filter(({ ok }) => !ok).length
  const cases = skipped ? [skippedCase(title, skipped)] : steps.map((step) => testCase(title, step))
  const skips = skipped ? ' skipped="1"' : ''
  const head = `  <testsuite name="${escapeXml(title)}" tests="${cases.length}" failures="${failures}"${skips}>`
  return [head, ...cases, '  </testsuite>'].join('\n')
}

const junit = (results: ScenarioResult[]) => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="epay-sandbox scenarios">'
  return [head, ...results.map(suite), '</testsuites>'].join('\n')
}

const reports: Record<ReportFormat, (results: ScenarioResult[]) => string> = { text, json, junit }
