import { type ReasonCode, reasonCodes } from './reason-code.ts'
import { bankWords } from './reason-words.ts'

/** Words that payment people say where the table says another; each is searched as what stands beside it. */
const otherWords = new Map([
  ['insufficient', 'not sufficient'],
  ['nsf', 'not sufficient'],
  ['cvv', 'card data'],
  ['3ds', '3dsecure'],
])

const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

const textsOf = (row: ReasonCode): string[] => {
  const bank = (['eng', 'rus', 'kaz'] as const).map((language) => bankWords(row.code, language) ?? '')
  return [row.reason, row.rus, row.kaz, row.eng, ...bank].map((text) =>
    text.toLowerCase().replaceAll('-', ''),
  )
}

/** Every word there is to search by. */
export const searchWords = (): string[] => [
  ...new Set([...otherWords.keys(), ...reasonCodes.flatMap((row) => textsOf(row).flatMap(wordsIn))]),
]

/** The codes whose reason, in any language, has all these words: `insufficient-funds`, `недостаточно`. */
export const findReasons = (text: string): ReasonCode[] => {
  const words = wordsIn(text).flatMap((word) => wordsIn(otherWords.get(word) ?? word))
  if (words.length === 0) return []
  return reasonCodes.filter((row) => textsOf(row).some((text) => words.every((word) => text.includes(word))))
}
