import type { Language } from '../../../contracts/language.ts'
import { printable } from '../../redaction/printable.ts'
import { mapTexts } from '../../redaction/texts.ts'
import type { CaseResult, Outcome } from '../case.ts'
import type { Check } from '../evidence.ts'
import type { Finding } from '../findings.ts'
import { type Report, type Verdict, worstFirst } from '../verdict.ts'
import { type Color, painter } from './paint.ts'
import { caseIn, checkText, reportIn } from './sentences.ts'
import { filled, isHeld, paceText, summaryOf, verdictWord, type Words, wordsOf } from './words.ts'

const marks: Record<Outcome, [sign: string, color: Color]> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  unproven: ['?', 'yellow'],
  skipped: ['-', 'dim'],
}
const colors: Record<Verdict, Color> = { certified: 'green', failed: 'red', 'not proven': 'yellow' }

type Paint = ReturnType<typeof painter>

/** One line a case, as it ends. */
export const caseLine = (result: CaseResult, paint: Paint, language: Language = 'eng'): string => {
  const words = wordsOf(language)
  const { name, promise, outcome, reason = '' } = mapTexts(caseIn(result, language), printable)
  const [sign, color] = marks[outcome]
  const line = outcome === 'skipped' ? paint('dim', filled(words.skipped, { reason })) : promise
  const held = isHeld(result) ? ` (${words.twoStages})` : ''
  return `${paint(color, sign)} ${`${name}${held}`.padEnd(28)} ${line}`
}

/** The reason of most cases is their first wrong check; a crash has one of its own. */
const isOneOf = (checks: Check[], reason: string, words: Words) =>
  checks.some((check) => reason === checkText(check, words))

const label = (name: string, text: string) => `    ${name.padEnd(7)} ${text}`

const storyOf = (result: CaseResult, paint: Paint, words: Words): string[] => {
  if (result.outcome !== 'failed' && result.outcome !== 'unproven') return []
  const { name, promise, reason, steps, checks, before, after, why, fix, again } = result
  const [sign, color] = marks[result.outcome]
  const wrong = checks.filter(({ ok }) => ok !== true)
  return [
    '',
    paint(color, `${sign} ${name}: ${promise}`),
    ...(reason && !isOneOf(wrong, reason, words) ? [`    ${reason}`] : []),
    ...wrong.map((check) => `    ${checkText({ ...check, got: paint('bold', check.got) }, words)}`),
    ...(before ? [label(words.before, before), label(words.after, after ?? '')] : []),
    ...steps.slice(-6).map(({ did, got }) => paint('dim', `    · ${did}${got ? ` → ${got}` : ''}`)),
    label(words.why, why),
    label(words.fix, fix),
    ...(again ? [label(words.again, again)] : []),
  ]
}

const isOf = ({ cases }: Finding, { name }: CaseResult) => cases.includes(name)

interface Shown {
  paint: Paint
  words: Words
}

/** The first case of a finding in full, the others by name: they have the same cause. */
const findingText = (finding: Finding, results: CaseResult[], { paint, words }: Shown): string[] => {
  const [first, ...others] = results.filter((result) => isOf(finding, result))
  if (!first) return []
  const also = [...new Set(others.map(({ name }) => name))]
  return [
    ...storyOf(first, paint, words),
    ...(also.length > 0 ? [label(words.also, `${also.join(', ')}: ${words.oneCause}`)] : []),
  ]
}

export interface TextOptions {
  color?: boolean
  /** Of all but what was sent and what the shop and the bank said. */
  language?: Language
}

/** For people: the cases were told one by one already; here is what went wrong, and the verdict. */
export const textEnd = (report: Report, { color = false, language = 'eng' }: TextOptions = {}): string => {
  const [paint, words] = [painter(color), wordsOf(language)]
  const { verdict, because, cases, findings, merchant, assumed, pace } = mapTexts(
    reportIn(report, language),
    printable,
  )
  const verdictText = paint(colors[verdict], verdictWord(verdict, words).toUpperCase())
  const wrong = worstFirst(cases).filter(({ outcome }) => outcome === 'failed' || outcome === 'unproven')
  return [
    ...findings.flatMap((finding) => findingText(finding, wrong, { paint, words })),
    '',
    paint('dim', paceText(pace, words)),
    ...(assumed.length > 0 ? [paint('dim', `${words.assumed}: ${assumed.join('; ')}`)] : []),
    `${verdictText}  ${merchant}: ${summaryOf(report, words)}${because ? ` (${because})` : ''}`,
  ].join('\n')
}

export const textReport = (report: Report, options: TextOptions = {}): string => {
  const paint = painter(options.color ?? false)
  const lines = report.cases.map((result) => caseLine(result, paint, options.language))
  return [...lines, textEnd(report, options)].join('\n')
}
