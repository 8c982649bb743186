import { maskOf2025, type TestCard } from '../../contracts/card.ts'
import type { Transaction } from '../../contracts/entry.ts'
import { type Forced, forcedByHolder, forcibleCodes, threeDSCards } from '../../contracts/sandbox-card.ts'
import type { PayStep } from '../../contracts/scenario.ts'
import { nameOfTestCard, testCardByMask } from './test-card.ts'

type Paid = Pick<Transaction, 'card' | 'holder' | 'reasonCode' | 'rule'>

/** Typed otherwise, a test card declines by what is wrong about it. */
const mistakes: Record<number, PayStep> = { 457: { expiry: '12/39' }, 486: { cvc: '999' } }

const byTestCard = (card: TestCard, { reasonCode, rule }: Paid): PayStep | undefined => {
  const { status, cvc } = card
  const isAmex = cvc.length === 4
  if (rule || reasonCode === (status === 'lock' ? 465 : 0) || reasonCode === 478) return nameOfTestCard(card)
  const mistake = mistakes[reasonCode]
  return mistake && { ...nameOfTestCard(card), ...mistake, ...(isAmex && mistake.cvc ? { cvc: '9999' } : {}) }
}

const challengeCard = (mask: string, threeDS: Forced['threeDS']) =>
  threeDSCards.find((row) => row.threeDS === threeDS && maskOf2025(row.pan) === mask)

/**
 * The journal keeps no card number: a documented card is known by its mask, any other is replaced by the sandbox
 * card that comes to the same end.
 */
export const cardOfPayment = (paid: Paid, edition: string, threeDS?: Forced['threeDS']): PayStep => {
  const mask = paid.card?.mask ?? ''
  const holder = paid.holder === 'TEST TEST' ? {} : { holder: paid.holder }
  if (forcedByHolder(paid.holder)) return holder
  const asked = threeDS && challengeCard(mask, threeDS)
  if (asked) return { card: asked.pan, ...holder }
  const known = testCardByMask(edition, mask)
  const typed = known && byTestCard(known, paid)
  if (typed) return { ...typed, ...holder }
  return forcibleCodes.includes(paid.reasonCode) ? { code: paid.reasonCode, ...holder } : holder
}
