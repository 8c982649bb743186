import type { Language } from '../../../contracts/language.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import type { Violation } from '../../../contracts/reader.ts'
import { type ReasonCode, reasonOf, reasonText } from '../../../contracts/reason-code.ts'
import { forcibleCodes } from '../../../contracts/sandbox-card.ts'

/** What a shop meets most, on top. */
const often = [0, 484, 465, 478, 473, 457]

const groupOf = ({ code, reason, advice, blame }: ReasonCode) => {
  if (often.includes(code)) return 'often'
  if (/3D|authentic|password/i.test(reason)) return 'threeDS'
  if (/fund|amount|limit|bonus|exceed/i.test(reason)) return 'money'
  if (/card|expir|cvc|cvv|pin/i.test(reason) || advice === 'other card') return 'card'
  return blame === 'bank' ? 'bank' : 'technical'
}

const groups = ['often', 'money', 'card', 'bank', 'threeDS', 'technical'] as const

const inGroups = (language: Language) =>
  groups.map((name) => ({
    name,
    outcomes: forcibleCodes
      .filter((code) => groupOf(reasonOf(code)) === name)
      .sort((a, b) => (name === 'often' ? often.indexOf(a) - often.indexOf(b) : a - b))
      .map((code) => ({ code, text: reasonText(code, language) })),
  }))

// The same on every page: six groups of a hundred codes each time cost more than the rest of the page's data.
const made = new Map<Language, ReturnType<typeof inGroups>>()

/** What the page's "outcome" offers, by what it is about; 0 is approval. */
export const outcomesOf = (language: Language): ReturnType<typeof inGroups> => {
  const known = made.get(language) ?? inGroups(language)
  made.set(language, known)
  return known
}

/** The posted choice; undefined leaves it to the card. */
export const readOutcome = (posted: string): { outcome?: number } | { problem: Violation } => {
  if (posted === '') return {}
  const code = /^-?\d{1,4}$/.test(posted) ? Number(posted) : Number.NaN
  if (forcibleCodes.includes(code)) return { outcome: code }
  return {
    problem: {
      where: 'outcome',
      got: maskSecrets(posted),
      expected: 'nothing, or a reason code that a payment can end with',
      fix: 'list them: epay-sandbox codes, or GET /_sandbox/reason-codes',
    },
  }
}
