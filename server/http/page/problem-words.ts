import { type Finding, findingIds, findingText } from '../../../contracts/finding.ts'
import type { Language } from '../../../contracts/language.ts'
import type { Violation } from '../../../contracts/reader.ts'
import words from '../../../static/payform/problems.json' with { type: 'json' }
import texts from '../../../static/payform/texts.json' with { type: 'json' }

/** What contracts say in English, in the language of the page: for developers whose page it is. */

const table = new Map<string, string[]>(Object.entries(words))
const columns: Partial<Record<Language, number>> = { rus: 0, kaz: 1 }

const lengths = /^text of at most (\d+) characters$/

/** The same in the page's language; the English itself where no translation stands. */
export const translated = (text: string, language: Language): string => {
  const column = columns[language]
  if (column === undefined) return text
  const [, n] = lengths.exec(text) ?? []
  if (n !== undefined)
    return (table.get('text of at most {n} characters')?.[column] ?? text).replace('{n}', n)
  return table.get(text)?.[column] ?? text
}

/** The advice of a finding: it has its own three languages. */
const fixOfFinding = (fix: string, { where, got, expected }: Violation, language: Language) => {
  const known = findingIds
    .map((id): Finding => ({ id, where, got, expected }))
    .find((finding) => findingText(finding).fix === fix)
  return known && findingText(known, language).fix
}

/** A refusal in two parts: what it is, and what was expected. */
const expectation = (text: string, language: Language) => {
  const [what = '', expected] = text.split(': expected ')
  const known = translated(what, language)
  return expected === undefined ? known : `${known} (${texts[language].expected.toLowerCase()}: ${expected})`
}

export const problemIn = (violation: Violation, language: Language): Violation => {
  if (language === 'eng') return violation
  const { expected, fix = '' } = violation
  return {
    ...violation,
    expected: expectation(expected, language),
    fix: fixOfFinding(fix, violation, language) ?? translated(fix, language),
  }
}
