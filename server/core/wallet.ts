import type { RuleRecord } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/fidelity.ts'
import {
  bonusBalance,
  bonusOfIban,
  homebankOutcome,
  toHomebankCards,
  toMasterpassCard,
} from '../../contracts/homebank.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { forcedByHolder, forcedByPan, panOfCode } from '../../contracts/sandbox-card.ts'
import { type Attempted, authorize } from './authorization.ts'
import { forcedVerdict, isLive, judgeByNumber, traceOf } from './card.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
import { checkPayable } from './order.ts'
import { habitsOfPan } from './saved-card.ts'
import type { State } from './state.ts'
import { checkToken } from './token.ts'
import type { PayByWallet } from './wallet-command.ts'

type Presented = Pick<Attempted, 'card' | 'verdict' | 'threeDS' | 'bonusCard'>

const byToken: Rule = 'wallet token names the outcome, and nobody is asked for a code'

/** A token of the sandbox: the card behind it is the sandbox's own of that outcome. */
export const presentOutcome = (state: State, code: number, moment: Moment): Presented => ({
  card: traceOf(state, panOfCode(code), moment),
  verdict: { reasonCode: code, rules: [byToken] },
  threeDS: 'off',
})

const present = (state: State, { card, signedIn }: PayByWallet, moment: Moment): Presented | Refusal => {
  if ('unreadable' in card) return refuse('wallet unreadable', { field: 'token', got: card.unreadable })
  if ('outcome' in card) return presentOutcome(state, card.outcome, moment)
  if ('homebankCard' in card) {
    if (!signedIn) return refuse('homebank token missing', { field: 'x-homebank-auth', got: 'nothing' })
    const known = homebankOutcome(card.homebankCard)
    if (!known) return refuse('homebank card unknown', { field: 'osuvoxCardId', got: card.homebankCard })
    return { ...presentOutcome(state, known.code, moment), bonusCard: known.bonus }
  }
  const { pan, asks } = card
  if (isLive(state, pan)) return refuse('card live', { field: 'googlePay' })
  return {
    card: traceOf(state, pan, moment),
    verdict: forcedVerdict(undefined, forcedByPan(pan)) ?? judgeByNumber(state, pan),
    ...habitsOfPan(pan),
    ...(asks ? {} : { threeDS: 'off' as const }),
  }
}

/** `payment/cryptopay` with a wallet's object, or a card of HalykID. Nothing is saved: no card was shown. */
export const payByWallet = (
  state: State,
  asked: PayByWallet,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'pay by wallet'>> => {
  const { order, wallet, holder } = asked
  const token = checkPayable(state, asked, moment)
  if (isRefusal(token)) return refusal(token)
  const presented = present(state, asked, moment)
  if (isRefusal(presented)) return refusal(presented)
  const { entries, ...authorized } = authorize(
    state,
    {
      ...{ order, token, via: 'wallet', wallet, cardId: '', holder, save: false, rule },
      ...presented,
      verdict: forcedVerdict(rule, forcedByHolder(holder)) ?? presented.verdict,
    },
    moment,
  )
  return accept(entries, authorized)
}

const notSignedIn = () =>
  refusal(refuse('homebank token missing', { field: 'x-homebank-auth', got: 'nothing' }))

export const askBonus = (
  state: State,
  { accessToken, card, iban = '', signedIn }: CommandOf<'ask bonus'>,
  moment: Moment,
): Decision<number> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  if (card && 'unreadable' in card)
    return refusal(refuse('cryptogram unreadable', { field: 'cryptogram', got: card.unreadable }))
  if (card) return accept([], forcedByPan(card.pan)?.bonus ? bonusBalance : 0)
  if (!signedIn) return notSignedIn()
  const bonus = bonusOfIban(iban)
  return bonus === undefined
    ? refusal(refuse('account unknown', { field: 'iban', got: iban || 'nothing' }))
    : accept([], bonus)
}

export const listHomebankCards = (
  state: State,
  { accessToken, signedIn }: CommandOf<'list homebank cards'>,
  moment: Moment,
): Decision<ReplyTo<'list homebank cards'>> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  return signedIn ? accept([], toHomebankCards()) : notSignedIn()
}

export const askMasterpassCard = (
  state: State,
  { accessToken, walletToken }: CommandOf<'ask masterpass card'>,
  moment: Moment,
): Decision<ReplyTo<'ask masterpass card'>> => {
  const token = checkToken(state, accessToken, moment)
  return isRefusal(token) ? refusal(token) : accept([], toMasterpassCard(walletToken))
}
