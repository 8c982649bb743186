import { brandOf, type CardForm, cvcLength, maskOf2025 } from '../../contracts/card.ts'
import type { RuleRecord, SavedCard } from '../../contracts/entry.ts'
import {
  bonusCard,
  forcedByCardId,
  forcedByHolder,
  forcedByPan,
  panOfCode,
  threeDSCards,
} from '../../contracts/sandbox-card.ts'
import { authorize } from './authorization.ts'
import { forcedVerdict, isLive, judgeCard, traceOf, type Verdict } from './card.ts'
import type { ChargeSavedCard, CommandOf, PayByCryptogram, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
import { checkPayable } from './order.ts'
import { type State, savedCardAt, type Token } from './state.ts'
import { checkToken } from './token.ts'

/** A card the merchant saved, or one of the fixed ids that need no saving first. */
export const savedCardOf = (state: State, id: string, token: Token): SavedCard | undefined => {
  const saved = savedCardAt(state, id)
  if (saved) return saved.client === token.client ? saved : undefined
  const forced = forcedByCardId(id)
  if (!forced) return undefined
  const pan = panOfCode(forced.reasonCode)
  const trace = { mask: maskOf2025(pan), hash: '', brand: brandOf(pan), issuer: 'EPAY SANDBOX' }
  const origin = { transaction: '', terminal: '', reference: '', intReference: '', savedAt: 0 }
  return { ...trace, ...origin, id, client: token.client, accountId: '', holder: 'TEST TEST' }
}

export const judgeSaved = (card: SavedCard): Verdict =>
  card.deactivated
    ? { reasonCode: 522, rules: ['deactivated card declines with 522'] }
    : { reasonCode: 0, rules: ['unlocked test card is approved'] }

const special = [...threeDSCards, bonusCard].map(({ pan }) => ({ pan, mask: maskOf2025(pan) }))

/** A card that asks for 3-D Secure, or pays with bonuses, does so saved too; only its fingerprint is known by then. */
export const habitsOf = ({ mask, hash }: SavedCard, moment: Moment) => {
  const card = special.find((card) => card.mask === mask && moment.digest(card.pan) === hash)
  return habitsOfPan(card?.pan ?? '')
}

/** What a card does beside its verdict. */
export const habitsOfPan = (pan: string) => {
  const { threeDS, bonus } = forcedByPan(pan) ?? {}
  return { threeDS, bonusCard: bonus }
}

/** A charge without the buyer. Another merchant's card is as unknown as one that never was. */
export const chargeSavedCard = (
  state: State,
  asked: ChargeSavedCard,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'charge saved card'>> => {
  const token = checkPayable(state, asked, moment)
  if (isRefusal(token)) return refusal(token)
  const card = savedCardOf(state, asked.cardId, token)
  if (!card) return refusal(refuse('card unknown', { field: 'cardId.id', got: asked.cardId }))

  const { mask, hash, brand, issuer } = card
  const forced = forcedVerdict(rule, forcedByHolder(asked.holder), forcedByCardId(card.id))
  const { entries, ...authorized } = authorize(
    state,
    {
      order: asked.order,
      token,
      via: 'saved card',
      card: { mask, hash, brand, issuer },
      cardId: card.id,
      holder: asked.holder || card.holder,
      save: false,
      verdict: forced ?? judgeSaved(card),
      ...habitsOf(card, moment),
      rule,
    },
    moment,
  )
  return accept(entries, authorized)
}

/** An SDK carries the CVC as a number and loses its leading zeros. */
const wholeCvc = (card: CardForm) => ({
  ...card,
  cvc: card.cvc.padStart(cvcLength(card.pan), '0'),
})

/** `payment/cryptopay`: the merchant took the card itself. */
export const payByCryptogram = (
  state: State,
  asked: PayByCryptogram,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'pay by cryptogram'>> => {
  const { order } = asked
  const token = checkPayable(state, asked, moment)
  if (isRefusal(token)) return refusal(token)

  if ('unreadable' in asked.card) {
    return refusal(refuse('cryptogram unreadable', { field: 'cryptogram', got: asked.card.unreadable }))
  }

  const card = wholeCvc(asked.card)
  if (isLive(state, card.pan)) return refusal(refuse('card live', { field: 'cryptogram' }))
  const byPan = forcedByPan(card.pan)
  const { entries, ...authorized } = authorize(
    state,
    {
      order,
      token,
      via: 'cryptogram',
      card: traceOf(state, card.pan, moment),
      cardId: '',
      holder: card.holder,
      // The page alone asks for cardSave: a card that came in a cryptogram is verified to be saved.
      save: order.verification || order.cardSave,
      verdict: forcedVerdict(rule, forcedByHolder(card.holder), byPan) ?? judgeCard(state, card, moment),
      ...habitsOfPan(card.pan),
      rule,
    },
    moment,
  )
  return accept(entries, authorized)
}

export const listCards = (
  state: State,
  asked: CommandOf<'list cards'>,
  moment: Moment,
): Decision<SavedCard[]> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const own = (card: SavedCard) =>
    card.client === token.client && card.accountId === asked.accountId && !card.deactivated
  const atRest = state.world.savedCards.filter(({ id }) => !state.cards.has(id))
  return accept([], [...atRest, ...state.cards.values()].filter(own))
}

export const deactivateCard = (
  state: State,
  asked: CommandOf<'deactivate card'>,
  moment: Moment,
): Decision<undefined> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const card = savedCardAt(state, asked.cardId)
  if (card?.client !== token.client || card.deactivated) {
    return refusal(refuse('card unknown', { field: 'cardId', got: asked.cardId }))
  }
  return accept([{ kind: 'card deactivated', card: card.id }], undefined)
}
