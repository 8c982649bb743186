import type { Language } from '../../../contracts/language.ts'
import type { Case, CaseResult, Outcome } from '../case.ts'
import type { Report, Verdict } from '../verdict.ts'
import promises from './promises.json' with { type: 'json' }
import texts from './texts.json' with { type: 'json' }

/** The words around the results; a language that lacks one of them is a type error. */
export type Words = (typeof texts)['eng']

export const wordsOf = (language: Language): Words => texts[language]

export const filled = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap))

type Told = Pick<Case, 'promise' | 'why' | 'fix'>

/** What each case says, in the languages that its own file does not speak. */
export const promiseTexts: Record<Exclude<Language, 'eng'>, Record<string, Told>> = promises

/** A case as it is shown: the results are the same in every language. */
export const inLanguage = <T extends Told & { name: string }>(result: T, language: Language): T =>
  language === 'eng' ? result : { ...result, ...promiseTexts[language][result.name] }

export const verdictWord = (verdict: Verdict, words: Words): string =>
  ({ certified: words.certified, failed: words.failed, 'not proven': words.notProven })[verdict]

const counted = ({ countPassed, countFailed, countUnproven, countSkipped }: Words): [Outcome, string][] => [
  ['passed', countPassed],
  ['failed', countFailed],
  ['unproven', countUnproven],
  ['skipped', countSkipped],
]

export const summaryOf = ({ counts }: Pick<Report, 'counts'>, words: Words): string =>
  counted(words)
    .filter(([outcome]) => counts[outcome] > 0 || outcome === 'passed')
    .map(([outcome, text]) => filled(text, { n: counts[outcome] }))
    .join(', ')

/** How the shop kept time, and what was made of it. */
export const paceText = ({ lagMs, quietMs: quiet }: Report['pace'], { neverPaid, settled }: Words): string =>
  lagMs === undefined ? filled(neverPaid, { quiet }) : filled(settled, { lag: Math.round(lagMs), quiet })

export const isHeld = ({ stages }: CaseResult): boolean => stages === 'two'
