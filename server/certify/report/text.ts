import type { CaseResult, Outcome } from '../case.ts'
import type { Report, Verdict } from '../verdict.ts'
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
export const caseLine = ({ name, promise, outcome, reason }: CaseResult, paint: Paint): string => {
  const [sign, color] = marks[outcome]
  const line = outcome === 'skipped' ? paint('dim', `skipped: ${reason}`) : promise
  return `${paint(color, sign)} ${name.padEnd(23)} ${line}`
}

const storyOf = (result: CaseResult, paint: Paint): string[] => {
  if (result.outcome !== 'failed' && result.outcome !== 'unproven') return []
  const { name, promise, reason, steps, checks, before, after, why, fix, curl } = result
  const [sign, color] = marks[result.outcome]
  const wrong = checks.filter(({ ok }) => ok !== true)
  return [
    '',
    paint(color, `${sign} ${name}: ${promise}`),
    ...(wrong.length === 0 && reason ? [`    ${reason}`] : []),
    ...wrong.map(
      ({ what, expected, came }) => `    ${what}: expected ${expected}, got ${paint('bold', came)}`,
    ),
    ...(before ? [`    before  ${before}`, `    after   ${after}`] : []),
    ...steps.slice(-6).map(({ did, came }) => paint('dim', `    · ${did}${came ? ` → ${came}` : ''}`)),
    `    why     ${why}`,
    `    fix     ${fix}`,
    ...(curl ? [`    again   ${curl}`] : []),
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

/** For people: the cases were told one by one already; here is what went wrong, and the verdict. */
export const textEnd = (report: Report, color: boolean): string => {
  const paint = painter(color)
  const { verdict, because, cases, merchant, assumed } = report
  return [
    ...cases.flatMap((result) => storyOf(result, paint)),
    '',
    ...(assumed.length > 0 ? [paint('dim', `rests on assumptions: ${assumed.join('; ')}`)] : []),
    `${paint(colors[verdict], words[verdict])}  ${merchant}: ${summaryOf(report)}${because ? ` (${because})` : ''}`,
  ].join('\n')
}

export const textReport = (report: Report, { color = false }: { color?: boolean } = {}): string => {
  const paint = painter(color)
  return [...report.cases.map((result) => caseLine(result, paint)), textEnd(report, color)].join('\n')
}
