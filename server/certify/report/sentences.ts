import type { Language } from '../../../contracts/language.ts'
import { literal } from '../../../contracts/literal.ts'
import type { CaseResult } from '../case.ts'
import type { Report } from '../verdict.ts'
import table from './sentences.json' with { type: 'json' }
import { filled, inLanguage, type Words, wordsOf } from './words.ts'

/** What cases write down while they run, in the language of a report. The cases themselves speak English. */
export type Sentence = (english: string) => string

interface Pattern {
  matches: RegExp
  spoken: Record<Exclude<Language, 'eng'>, string>
}

const plain = new Map(Object.entries(table))

/** Numbers are one word; anything may stand in the other gaps. */
const oneWord = new Set(['amount', 'invoice', 'n', 'all', 'most', 'code', 'ms', 'digits', 'old', 'fresh'])

const patternOf = (english: string): RegExp => {
  const gap = (name: string) => `(?<${name}>${oneWord.has(name) ? '\\S+?' : '.+?'})`
  const parts = english.split(/\{(\w+)\}/)
  return new RegExp(`^${parts.map((part, i) => (i % 2 ? gap(part) : literal(part))).join('')}$`, 's')
}

/** What says most comes first: "HTTP 200 in 3 ms: no" before "… (3 ms)". */
const patterns: Pattern[] = Object.entries(table)
  .filter(([english]) => /\{\w+\}/.test(english))
  .toSorted(([a], [b]) => b.length - a.length)
  .map(([english, spoken]) => ({ matches: patternOf(english), spoken }))

// What a shop printed may be long, and patterns are slow on it; no sentence of ours is.
const longest = 1000

/** Of the gaps only what an order was seen as is in words of ours; the rest is the shop's or the bank's. */
const spokenIn = (language: Exclude<Language, 'eng'>): Sentence => {
  const speak: Sentence = (english) => {
    const whole = plain.get(english)?.[language]
    if (whole !== undefined) return whole
    if (english.length > longest) return english
    for (const { matches, spoken } of patterns) {
      const { seen, ...gaps } = matches.exec(english)?.groups ?? {}
      if (seen !== undefined) return filled(spoken[language], { ...gaps, seen: speak(seen) })
      if (Object.keys(gaps).length > 0) return filled(spoken[language], gaps as Record<string, string>)
    }
    return english
  }
  return speak
}

export const sentenceIn = (language: Language): Sentence =>
  language === 'eng' ? (english) => english : spokenIn(language)

/** A wrong check in one line, as the reason of its case has it. */
export const checkText = (
  { what, expected, got }: { what: string; expected: string; got: string },
  { expectedGot }: Words,
): string => `${what}: ${filled(expectedGot, { expected, got })}`

const reasonIn = (language: Language, speak: Sentence) => (english: string) => {
  const { what, expected, got } =
    /^(?<what>.+?): expected (?<expected>.+?), got (?<got>.+)$/s.exec(english)?.groups ?? {}
  if (what === undefined || expected === undefined || got === undefined) return speak(english)
  return checkText({ what: speak(what), expected: speak(expected), got: speak(got) }, wordsOf(language))
}

/** One case in another language; what was sent and what the shop said stays as it was. */
export const caseIn = (result: CaseResult, language: Language): CaseResult => {
  if (language === 'eng') return result
  const speak = sentenceIn(language)
  const { reason, before, after, steps, checks } = result
  return {
    ...inLanguage(result, language),
    ...(reason && { reason: reasonIn(language, speak)(reason) }),
    ...(before && { before: speak(before) }),
    ...(after && { after: speak(after) }),
    steps: steps.map((step) => ({
      ...step,
      did: speak(step.did),
      ...(step.got && { got: speak(step.got) }),
    })),
    checks: checks.map((check) => ({
      ...check,
      ...{ what: speak(check.what), expected: speak(check.expected), got: speak(check.got) },
    })),
  }
}

export const reportIn = (report: Report, language: Language): Report => {
  if (language === 'eng') return report
  const speak = sentenceIn(language)
  const reason = reasonIn(language, speak)
  const { because, cases, findings, codes } = report
  const unproven = /^([\w-]+): (.+)$/s.exec(because ?? '')
  return {
    ...report,
    ...(because && { because: unproven ? `${unproven[1]}: ${reason(unproven[2] ?? '')}` : speak(because) }),
    findings: findings.map((one) => ({ ...one, cause: reason(one.cause) })),
    codes: codes.map((row) => ({ ...row, declined: speak(row.declined), paidLater: speak(row.paidLater) })),
    cases: cases.map((one) => caseIn(one, language)),
  }
}

/** For a dashboard, whose readers choose their language: the report, and what is said in it in the other two. */
export const inEveryLanguage = (report: Report) => {
  const spoken = (language: Language) => {
    const { because, cases, codes } = reportIn(report, language)
    return { ...(because && { because }), cases, codes }
  }
  return { ...report, spoken: { rus: spoken('rus'), kaz: spoken('kaz') } }
}
