import { type CardFormErrors, cvcError, readCardForm } from '../../contracts/card.ts'
import type { RuleRecord, SavedCard } from '../../contracts/entry.ts'
import { forcedByCardId, forcedByHolder, forcedByPan } from '../../contracts/sandbox-card.ts'
import type { WalletName } from '../../contracts/wallet-token.ts'
import type { Attempted } from './authorization.ts'
import { forcedVerdict, isLive, judgeCard, knownCards, traceOf, type Verdict } from './card.ts'
import type { PayOnPage } from './command.ts'
import type { Moment } from './moment.ts'
import { habitsOf, habitsOfPan, judgeSaved, savedCardOf } from './saved-card.ts'
import { type Page, type State, settingsOf, type Token } from './state.ts'
import { terminalOf } from './terminal.ts'
import { presentOutcome } from './wallet.ts'

/** The card a buyer puts before the bank on its page: typed in, or the saved one that the shop named. */
export type PresentedCard = Pick<
  Attempted,
  'card' | 'cardId' | 'holder' | 'save' | 'verdict' | 'threeDS' | 'bonusCard' | 'wallet'
>

export interface Wish {
  page: Page
  token: Token
  asked: PayOnPage
  rule?: RuleRecord
}

type Presented = { card: PresentedCard } | { errors: CardFormErrors }

export const asksCvc = (state: State): boolean => settingsOf(state).quirks.savedCardOnPage === 'cvc'

/** A saved card keeps no CVC: that of a documented test card is known by the card's fingerprint. */
const judgeCvc = (state: State, card: SavedCard, cvc: string, moment: Moment): Verdict | undefined => {
  const known = knownCards(state).find(({ pan }) => moment.digest(pan) === card.hash)
  return known && known.cvc !== cvc ? { reasonCode: 486, rules: ['wrong CVC declines with 486'] } : undefined
}

const presentSaved = (
  state: State,
  { page, asked, rule }: Wish,
  card: SavedCard,
  moment: Moment,
): Presented => {
  const cvc = asked.card.cvc.trim()
  const error = asksCvc(state) ? cvcError(cvc, card.mask) : undefined
  if (error) return { errors: { cvc: error } }
  const wrong = asksCvc(state) ? judgeCvc(state, card, cvc, moment) : undefined
  const judged = card.deactivated ? judgeSaved(card) : (wrong ?? judgeSaved(card))
  const rules = [...judged.rules, 'saved card on the payment page is asked for its CVC' as const]
  const { mask, hash, brand, issuer } = card
  return {
    card: {
      card: { mask, hash, brand, issuer },
      cardId: card.id,
      holder: card.holder,
      save: false,
      verdict: forcedVerdict(
        rule,
        chosenOn(asked),
        forcedByHolder(page.order.name),
        forcedByCardId(card.id),
      ) ?? {
        ...judged,
        rules,
      },
      ...habitsOf(card, moment),
    },
  }
}

const chosenOn = ({ outcome }: PayOnPage) => (outcome === undefined ? undefined : { reasonCode: outcome })

const presentTyped = (state: State, { page, asked, rule }: Wish, moment: Moment): Presented => {
  const { card, errors } = readCardForm(asked.card)
  if (Object.keys(errors).length > 0) return { errors }
  if (isLive(state, card.pan)) return { errors: { pan: 'panLive' } }
  const byPan = forcedByPan(card.pan)
  return {
    card: {
      card: traceOf(state, card.pan, moment),
      cardId: '',
      holder: card.holder,
      save: page.order.cardSave || (asked.save && page.order.accountId !== ''),
      verdict:
        forcedVerdict(rule, chosenOn(asked), forcedByHolder(card.holder), byPan) ??
        judgeCard(state, card, moment),
      ...habitsOfPan(card.pan),
    },
  }
}

/** No wallet opens here: the buyer chose the outcome beside its button. */
const presentWallet = (
  state: State,
  { page, asked, rule }: Wish,
  wallet: WalletName,
  moment: Moment,
): Presented => {
  const presented = presentOutcome(state, asked.outcome ?? 0, moment)
  const verdict = forcedVerdict(rule, forcedByHolder(page.order.name)) ?? presented.verdict
  return { card: { ...presented, verdict, wallet, cardId: '', holder: page.order.name, save: false } }
}

/** A mistyped field is no attempt; a saved card that was deactivated meanwhile declines. */
export const presentCard = (state: State, wish: Wish, moment: Moment): Presented => {
  const { page, token, asked } = wish
  const { wallets = [] } = terminalOf(state, page.order.terminal) ?? {}
  if (asked.wallet && wallets.includes(asked.wallet)) return presentWallet(state, wish, asked.wallet, moment)
  const saved = page.savedCard === undefined ? undefined : savedCardOf(state, page.savedCard, token)
  return saved ? presentSaved(state, wish, saved, moment) : presentTyped(state, wish, moment)
}
