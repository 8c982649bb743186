import type { Language } from './language.ts'
import type { Quirks } from './quirk.ts'
import { reasonOf } from './reason-code.ts'
import table from './reason-words.json' with { type: 'json' }

/** What the bank itself says of a decline: its own words, as far as they are known, in each language it was seen in. */
const words: Record<string, Partial<Record<Language, string>> | undefined> = table

/** The bank's words of a code in one language; undefined where they are not known. */
export const bankWords = (code: number, language: Language): string | undefined => words[code]?.[language]

/**
 * The text of a decline on the wire: what the bank prints, in its language; where that is not known its English, else
 * our short English. What a code means, and what to do, is told beside it in our own interfaces (reason-code.ts).
 */
export const wireReason = (
  code: number,
  order: Language,
  { reasonLanguage = 'eng' }: Partial<Quirks>,
): string => {
  const language = reasonLanguage === 'order' ? order : reasonLanguage
  return bankWords(code, language) ?? bankWords(code, 'eng') ?? reasonOf(code).reason
}
