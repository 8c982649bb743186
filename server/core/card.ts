import { brandOf, type CardForm, maskOf2025 } from '../../contracts/card.ts'
import type { CardTrace, RuleRecord } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/fidelity.ts'
import { looksLive } from '../../contracts/live-card.ts'
import { type Forced, forcedByPan } from '../../contracts/sandbox-card.ts'
import { bankOffsetMs, type Instant } from '../../contracts/time.ts'
import type { Moment } from './moment.ts'
import { type State, settingsOf } from './state.ts'

/** The issuer's word on a card: reason code 0 is approval. */
export interface Verdict {
  reasonCode: number
  rules: Rule[]
}

const verdict = (reasonCode: number, rule: Rule): Verdict => ({ reasonCode, rules: [rule] })

/** The test cards of the edition this workspace has. */
export const knownCards = (state: State) => {
  const edition = settingsOf(state).cards
  return state.world.cards.filter((card) => card.edition === edition)
}

const documentedCard = (state: State, pan: string) => knownCards(state).find((card) => card.pan === pan)

/** Cards are good through the last day of the month they name. */
const hasPassed = (expiry: string, now: Instant) => {
  const [month = 0, year = 0] = expiry.split('/').map(Number)
  return now + bankOffsetMs(now) >= Date.UTC(2000 + year, month, 1)
}

/** What a rule, a holder name or a sandbox card asks for, in that order; it says nothing of the bank. */
export const forcedVerdict = (
  rule: RuleRecord | undefined,
  ...forced: (Forced | undefined)[]
): Verdict | undefined => {
  const { approve, reasonCode } = rule?.then ?? {}
  const wanted = approve ? 0 : (reasonCode ?? forced.find((by) => by !== undefined)?.reasonCode)
  return wanted === undefined ? undefined : { reasonCode: wanted, rules: [] }
}

/** A card that belongs to somebody is not judged, kept or repeated: no test needs it. */
export const isLive = (state: State, pan: string): boolean =>
  looksLive(pan) && !state.world.cards.some((card) => card.pan === pan)

/** What the issuer answers to a card typed on the page. */
export const judgeCard = (state: State, card: CardForm, moment: Moment): Verdict => {
  const known = documentedCard(state, card.pan)
  if (!known) return verdict(471, 'unknown card declines with 471')
  if (card.expiry !== known.expiry) return verdict(457, 'wrong expiry declines with 457')
  if (card.cvc !== known.cvc) return verdict(486, 'wrong CVC declines with 486')
  if (known.status === 'lock') return verdict(465, 'locked test card declines with 465')
  // Only a clock somebody set can expire a test card: a sandbox must not rot with the calendar.
  if (state.clock.mode === 'virtual' && state.clock.set && hasPassed(known.expiry, moment.now)) {
    return verdict(478, 'expired card declines with 478 when the clock was set')
  }
  return verdict(0, 'unlocked test card is approved')
}

/** What the issuer answers when nobody knows the card's CVC. */
export const judgeByNumber = (state: State, pan: string, rules: Rule[] = []): Verdict => {
  const known = documentedCard(state, pan)
  if (!known) return verdict(471, 'unknown card declines with 471')
  if (known.status === 'lock') return verdict(465, 'locked test card declines with 465')
  return { reasonCode: 0, rules: ['unlocked test card is approved', ...rules] }
}

/** When money is to go to a card. */
export const judgeReceiver = (state: State, pan: string): Verdict =>
  judgeByNumber(state, pan, ['receiver of a transfer is judged by the number of the card alone'])

export const traceOf = (state: State, pan: string, moment: Moment): CardTrace => ({
  mask: maskOf2025(pan),
  hash: moment.digest(pan),
  brand: brandOf(pan),
  issuer: documentedCard(state, pan)?.issuer ?? (forcedByPan(pan) ? 'EPAY SANDBOX' : ''),
})
