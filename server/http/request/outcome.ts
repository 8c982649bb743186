import type { Language } from '../../../contracts/language.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import type { Violation } from '../../../contracts/reader.ts'
import { reasonText } from '../../../contracts/reason-code.ts'
import { forcibleCodes } from '../../../contracts/sandbox-card.ts'

/** What the page's "pay with outcome…" offers; 0 is approval. */
export const outcomesOf = (language: Language) =>
  [0, ...forcibleCodes.filter((code) => code !== 0)].map((code) => ({
    code,
    text: reasonText(code, language),
  }))

/** The posted choice; undefined leaves it to the card. */
export const readOutcome = (posted: string): { outcome?: number } | { problem: Violation } => {
  if (posted === '') return {}
  const code = /^-?\d{1,4}$/.test(posted) ? Number(posted) : Number.NaN
  if (forcibleCodes.includes(code)) return { outcome: code }
  return {
    problem: {
      where: 'outcome',
      came: maskSecrets(posted),
      expected: 'nothing, or a reason code that a payment can end with',
      fix: 'list them: epay-sandbox codes, or GET /_sandbox/reason-codes',
    },
  }
}
