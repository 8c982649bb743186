import { maskOf2025, type TestCard } from '../../contracts/card.ts'
import type { PayStep } from '../../contracts/scenario.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }

type Edition = string | number | undefined

const rowsOf = (edition: Edition = '2025') =>
  (cards as TestCard[]).filter((card) => card.edition === String(edition))

/** A documented card by what it is: the first that fits. */
export const testCard = (
  edition: Edition,
  wanted: NonNullable<PayStep['testCard']>,
): TestCard | undefined => {
  if (wanted === 'amex') return rowsOf(edition).find(({ cvc }) => cvc.length === 4)
  return rowsOf(edition).find(({ status }) => status === (wanted === 'locked' ? 'lock' : 'unlock'))
}

export const testCardByPan = (edition: Edition, pan: string): TestCard | undefined =>
  rowsOf(edition).find((card) => card.pan === pan)

export const testCardByMask = (edition: Edition, mask: string): TestCard | undefined =>
  rowsOf(edition).find((card) => maskOf2025(card.pan) === mask)

/** How a story names a documented card: by what it is, or, when another one is that first, by its number. */
export const nameOfTestCard = (card: TestCard): PayStep => {
  const names = ['unlocked', 'locked', 'amex'] as const
  const named = names.find((name) => testCard(card.edition, name)?.pan === card.pan)
  return named ? { testCard: named } : { card: card.pan }
}
