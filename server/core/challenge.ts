import type { ChallengeAnswer, EntryBody, Transaction } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/fidelity.ts'
import { type Outcome, settle } from './authorization.ts'
import type { ChallengeView, CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, refusal, refuse } from './decision.ts'
import { checkInvoice } from './invoice.ts'
import type { Moment } from './moment.ts'
import { type OpenChallenge, type State, settingsOf } from './state.ts'
import { terminalOf } from './terminal.ts'

const maxWrong = 3

/** What each answer but the right one comes to. */
const declines: Record<Exclude<ChallengeAnswer, 'right' | 'wrong'>, { reasonCode: number; rule: Rule }> = {
  failed: { reasonCode: 473, rule: 'wrong code three times declines with 473' },
  cancelled: { reasonCode: 499, rule: 'cancelled challenge declines with 499' },
  expired: { reasonCode: 877, rule: 'challenge lives five minutes, then declines with 877' },
}

const unknown = (id: string) => refusal(refuse('challenge unknown', { field: 'MD', got: id.slice(0, 64) }))

const viewOf = (state: State, challenge: OpenChallenge, paRes?: string): ChallengeView => ({
  challenge,
  shop: terminalOf(state, challenge.transaction.order.terminal)?.shop ?? '',
  triesLeft: maxWrong - challenge.wrong,
  ...(paRes ? { paRes } : {}),
})

/** The issuer's signed word; a merchant can carry it, not make it. */
const paResOf = (id: string, how: ChallengeAnswer, moment: Moment) => moment.digest(`pares/${id}/${how}`)

export const viewChallenge = (state: State, id: string, moment: Moment): Decision<ChallengeView> => {
  const challenge = state.challenges.get(id)
  if (!challenge) return unknown(id)
  return accept([], viewOf(state, challenge, challenge.answered && paResOf(id, challenge.answered, moment)))
}

/** `unlock`, as the documents' table of test cards says: one client found it to be the password of its first card. */
const isUnlockWord = (state: State, { transaction }: OpenChallenge, code: string, moment: Moment) =>
  code.toLowerCase() === 'unlock' &&
  state.world.cards.some(
    ({ pan, status, edition }) =>
      status === 'unlock' &&
      edition === settingsOf(state).cards &&
      moment.digest(pan) === transaction.card?.hash,
  )

const judge = (
  state: State,
  challenge: OpenChallenge,
  { code, cancel }: CommandOf<'answer challenge'>,
  moment: Moment,
) => {
  if (moment.now >= challenge.deadline) return 'expired'
  if (cancel) return 'cancelled'
  const typed = code.trim()
  if (typed === challenge.code || isUnlockWord(state, challenge, typed, moment)) return 'right'
  return challenge.wrong + 1 >= maxWrong ? 'failed' : 'wrong'
}

/** The buyer typed a code or gave up. What was answered once stands: the back button changes nothing. */
export const answerChallenge = (
  state: State,
  asked: CommandOf<'answer challenge'>,
  moment: Moment,
): Decision<ChallengeView> => {
  const challenge = state.challenges.get(asked.challenge)
  if (!challenge) return unknown(asked.challenge)
  if (challenge.answered) return viewChallenge(state, challenge.id, moment)
  const how = judge(state, challenge, asked, moment)
  const entries: EntryBody[] = [{ kind: 'challenge answered', challenge: challenge.id, how }]
  if (how === 'wrong') return accept(entries, viewOf(state, { ...challenge, wrong: challenge.wrong + 1 }))
  return accept(entries, viewOf(state, challenge, paResOf(challenge.id, how, moment)))
}

const overtaken = {
  reasonCode: 469,
  rules: ['invoice paid during a challenge declines with 469'] satisfies Rule[],
  secure: 'C' as const,
}

const outcomeOf = (state: State, challenge: OpenChallenge, how: ChallengeAnswer): Outcome => {
  const { save, fault, transaction } = challenge
  const rest = { save, ...(fault ? { fault } : {}) }
  if (how !== 'right' && how !== 'wrong') {
    return { ...rest, reasonCode: declines[how].reasonCode, rules: [declines[how].rule], secure: '' }
  }
  // Somebody else paid the invoice while this buyer looked for a telephone.
  if (checkInvoice(state, transaction.order)) return { ...rest, ...overtaken }
  return { ...rest, reasonCode: challenge.reasonCode, rules: transaction.assumed as Rule[], secure: 'C' }
}

const settleAs = (state: State, challenge: OpenChallenge, how: ChallengeAnswer, moment: Moment) =>
  settle(state, challenge.transaction, outcomeOf(state, challenge, how), moment)

/** By its own id, or by that of its payment; both must then fit together. */
const findChallenge = (state: State, { challenge, transaction }: CommandOf<'confirm payment'>) => {
  const found = state.challenges.get(challenge || (state.transactions.get(transaction)?.challenge ?? ''))
  return transaction === '' || found?.transaction.id === transaction ? found : undefined
}

/** A token of the payment's own merchant, if one was sent. It may be old: the buyer took their time. */
const checkAccess = (state: State, challenge: OpenChallenge, accessToken: string, moment: Moment) => {
  if (accessToken === '') return undefined
  const token = state.tokens.get(moment.digest(accessToken))
  if (!token) return refuse('token unknown', { field: 'Access' })
  return token.client === challenge.transaction.client ? undefined : refuse('challenge unknown')
}

const spoken = ['right', 'failed', 'cancelled', 'expired'] as const

/** `confirmPayment`: the issuer's word arrives, the payment is decided. Asking again gets the same transaction. */
export const confirmPayment = (
  state: State,
  asked: CommandOf<'confirm payment'>,
  moment: Moment,
): Decision<ReplyTo<'confirm payment'>> => {
  const challenge = findChallenge(state, asked)
  if (!challenge) return unknown(asked.challenge || asked.transaction)
  const refused = checkAccess(state, challenge, asked.accessToken, moment)
  if (refused) return refusal(refused)
  const word = spoken.find((how) => asked.paRes === paResOf(challenge.id, how, moment))
  if (!word) return refusal(refuse('challenge unknown', { field: 'PaRes' }))
  const settled = state.transactions.get(challenge.transaction.id) as Transaction
  if (settled.status !== '3D') return accept([], settled)
  const { transaction, entries } = settleAs(state, challenge, word, moment)
  return accept(entries, transaction)
}

/** Nobody answered, or nobody brought the answer back: the time is up. */
export const expireChallenge = (state: State, id: string, moment: Moment): Decision<Record<never, never>> => {
  const challenge = state.challenges.get(id)
  if (!challenge || state.transactions.get(challenge.transaction.id)?.status !== '3D') return accept([], {})
  const { entries } = settleAs(state, challenge, 'expired', moment)
  return accept([{ kind: 'challenge answered', challenge: id, how: 'expired' }, ...entries], {})
}
