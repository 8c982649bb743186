import { printable } from '../../redaction/printable.ts'
import { mapTexts } from '../../redaction/texts.ts'
import type { CaseResult, Outcome } from '../case.ts'
import type { Check } from '../evidence.ts'
import type { Finding } from '../findings.ts'
import { type Report, type Verdict, worstFirst } from '../verdict.ts'
import { type Color, painter } from './paint.ts'

const marks: Record<Outcome, [sign: string, color: Color]> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  unproven: ['?', 'yellow'],
  skipped: ['-', 'dim'],
}
const colors: Record<Verdict, Color> = { certified: 'green', failed: 'red', 'not proven': 'yellow' }

type Paint = ReturnType<typeof painter>

/** One line a case, as it ends. */
export const caseLine = (result: CaseResult, paint: Paint): string => {
  const { name, promise, outcome, reason, stages } = mapTexts(result, printable)
  const [sign, color] = marks[outcome]
  const line = outcome === 'skipped' ? paint('dim', `skipped: ${reason}`) : promise
  const held = stages === 'two' ? ' (two stages)' : ''
  return `${paint(color, sign)} ${`${name}${held}`.padEnd(28)} ${line}`
}

/** The reason of most cases is their first wrong check; a crash has one of its own. */
const isOneOf = (checks: Check[], reason: string) =>
  checks.some(({ what, expected }) => reason.startsWith(`${what}: expected ${expected}`))

const storyOf = (result: CaseResult, paint: Paint): string[] => {
  if (result.outcome !== 'failed' && result.outcome !== 'unproven') return []
  const { name, promise, reason, steps, checks, before, after, why, fix, again } = result
  const [sign, color] = marks[result.outcome]
  const wrong = checks.filter(({ ok }) => ok !== true)
  return [
    '',
    paint(color, `${sign} ${name}: ${promise}`),
    ...(reason && !isOneOf(wrong, reason) ? [`    ${reason}`] : []),
    ...wrong.map(({ what, expected, got }) => `    ${what}: expected ${expected}, got ${paint('bold', got)}`),
    ...(before ? [`    before  ${before}`, `    after   ${after}`] : []),
    ...steps.slice(-6).map(({ did, got }) => paint('dim', `    · ${did}${got ? ` → ${got}` : ''}`)),
    `    why     ${why}`,
    `    fix     ${fix}`,
    ...(again ? [`    again   ${again}`] : []),
  ]
}

export const summaryOf = ({ counts }: Report): string =>
  (['passed', 'failed', 'unproven', 'skipped'] as const)
    .filter((outcome) => counts[outcome] > 0 || outcome === 'passed')
    .map((outcome) => `${counts[outcome]} ${outcome}`)
    .join(', ')

const words: Record<Verdict, string> = {
  certified: 'CERTIFIED',
  failed: 'FAILED',
  'not proven': 'NOT PROVEN',
}

const isOf = ({ cases }: Finding, { name }: CaseResult) => cases.includes(name)

/** The first case of a finding in full, the others by name: they have the same cause. */
const findingText = (finding: Finding, results: CaseResult[], paint: Paint): string[] => {
  const [first, ...others] = results.filter((result) => isOf(finding, result))
  if (!first) return []
  const also = [...new Set(others.map(({ name }) => name))]
  return [
    ...storyOf(first, paint),
    ...(also.length > 0 ? [`    also    ${also.join(', ')}: it looks like one cause`] : []),
  ]
}

/** How the shop kept time, and what was made of it. */
export const paceText = ({ lagMs, quietMs }: Report['pace']): string =>
  lagMs === undefined
    ? `no order was ever paid; unchanged means so after ${quietMs} ms`
    : `orders settled within ${Math.round(lagMs)} ms of the answer; unchanged means so after ${quietMs} ms`

/** For people: the cases were told one by one already; here is what went wrong, and the verdict. */
export const textEnd = (report: Report, color: boolean): string => {
  const paint = painter(color)
  const { verdict, because, cases, findings, merchant, assumed, pace } = mapTexts(report, printable)
  const wrong = worstFirst(cases).filter(({ outcome }) => outcome === 'failed' || outcome === 'unproven')
  return [
    ...findings.flatMap((finding) => findingText(finding, wrong, paint)),
    '',
    paint('dim', paceText(pace)),
    ...(assumed.length > 0 ? [paint('dim', `rests on assumptions: ${assumed.join('; ')}`)] : []),
    `${paint(colors[verdict], words[verdict])}  ${merchant}: ${summaryOf(report)}${because ? ` (${because})` : ''}`,
  ].join('\n')
}

export const textReport = (report: Report, { color = false }: { color?: boolean } = {}): string => {
  const paint = painter(color)
  return [...report.cases.map((result) => caseLine(result, paint)), textEnd(report, color)].join('\n')
}
