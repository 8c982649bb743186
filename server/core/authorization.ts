import type {
  CardTrace,
  Challenge,
  EntryBody,
  Order,
  RuleRecord,
  SavedCard,
  Transaction,
  Transfer,
} from '../../contracts/entry.ts'
import { assumedOf, type Rule } from '../../contracts/fidelity.ts'
import type { PostlinkFault, ThreeDSKind } from '../../contracts/rule.ts'
import type { StatusName } from '../../contracts/status-name.ts'
import { minuteMs } from '../../contracts/time.ts'
import type { WalletName } from '../../contracts/wallet-token.ts'
import { endOfPage } from './attempts.ts'
import { bonusOf } from './bonus.ts'
import type { Verdict } from './card.ts'
import { approvalOf, attemptOf, digits, type Moment, uuid } from './moment.ts'
import { oweOutcome } from './postlink.ts'
import type { State, Token } from './state.ts'
import { terminalOf } from './terminal.ts'
import { lateBy } from './visible.ts'

export interface Attempted {
  order: Order
  token: Token
  via: Transaction['via']
  page?: string
  card?: CardTrace
  /** The saved card that pays, or empty. */
  cardId: string
  holder: string
  /** Whether an approval leaves a saved card behind. */
  save: boolean
  verdict: Verdict
  /** What the card itself asks for; a rule says more, the terminal less. */
  threeDS?: ThreeDSKind
  transfer?: Transfer
  wallet?: WalletName
  /** The card has bonuses and spends them. */
  bonusCard?: boolean
  rule?: RuleRecord
}

/** How an attempt ends. `secure` is the letter of secureDetails, empty when nobody asked who pays. */
export interface Outcome extends Verdict {
  save: boolean
  secure: '' | 'F' | 'C'
  /** True when nobody said whether the issuer asks. */
  byDefault?: boolean
  /** Of a decline that is none of the card's: nobody paid in time. */
  status?: 'REJECT'
  fault?: PostlinkFault
}

export interface Authorized {
  transaction: Transaction
  challenge?: Challenge
  entries: EntryBody[]
}

export const challengeLifetimeMs = 5 * minuteMs

export const begin = (attempted: Attempted, moment: Moment): Transaction => {
  const bonus = bonusOf(attempted)
  const { id, nanos } = attemptOf(moment.draw('payment'))
  return {
    id,
    at: moment.now,
    nanos,
    order: attempted.order,
    client: attempted.token.client,
    token: attempted.token.digest,
    secretHash: attempted.order.secretHash ?? attempted.token.secretHash,
    via: attempted.via,
    ...(attempted.page ? { page: attempted.page } : {}),
    status: 'NEW',
    reasonCode: 0,
    ...(attempted.card ? { card: attempted.card } : {}),
    ...(attempted.wallet ? { wallet: attempted.wallet } : {}),
    ...(attempted.transfer ? { transfer: attempted.transfer } : {}),
    cardId: attempted.cardId,
    holder: attempted.holder,
    reference: '',
    intReference: '',
    approvalCode: '',
    amount: attempted.order.amount - (bonus?.amount ?? 0),
    ...(bonus ? { bonus: bonus.amount } : {}),
    charged: 0,
    refunded: 0,
    secure: false,
    secureDetails: '',
    ...(attempted.rule ? { rule: attempted.rule.id } : {}),
    assumed: assumedOf(bonus?.rules ?? []),
    ...lateBy(attempted.rule, moment.now),
  }
}

const statusOf = (
  state: State,
  { order }: Transaction,
  { reasonCode, status }: Outcome,
): [StatusName, Rule[]] => {
  if (status) return [status, []]
  if (reasonCode !== 0) return ['FAILED', ['declined payment has the status FAILED']]
  if (order.verification) return ['VERIFIED', []]
  const oneStage = terminalOf(state, order.terminal)?.singleMessageScheme
  return oneStage ? ['CHARGE', ['one-stage terminal charges at once']] : ['AUTH', []]
}

const approval = (transaction: Transaction, { save }: Outcome, moment: Moment) => ({
  cardId: save ? uuid(moment.draw('payment', 'card')) : transaction.cardId,
  ...approvalOf(moment.draw('payment', 'approval'), moment.now),
})

/** Nothing was paid, neither by card nor by bonuses. */
const declined = ({ bonus: _, ...transaction }: Transaction): Transaction => ({
  ...transaction,
  cardId: '',
  amount: transaction.order.amount,
})

const secureRule = ({ secure, byDefault }: Outcome): Rule =>
  byDefault
    ? 'payment on the page is "secure": "yes" with F, without a question'
    : secure === ''
      ? 'payment without 3-D Secure is "secure": "no"'
      : 'payment with 3-D Secure is "secure": "yes", F without and C with a challenge'

/** Declines that mean the issuer did not learn who pays; any other comes after the buyer was recognised. */
const unrecognised = new Set([455, 473, 496, 499, 500, 503, 877, 1654])

const compose = (state: State, begun: Transaction, got: Outcome, moment: Moment): Transaction => {
  const outcome: Outcome = unrecognised.has(got.reasonCode) ? { ...got, secure: '' } : got
  const [status, rules] = statusOf(state, begun, outcome)
  return {
    ...(outcome.reasonCode === 0 ? begun : declined(begun)),
    at: moment.now,
    status,
    reasonCode: outcome.reasonCode,
    ...(outcome.reasonCode === 0 ? approval(begun, outcome, moment) : {}),
    charged: status === 'CHARGE' ? begun.amount : 0,
    secure: outcome.secure !== '',
    secureDetails: outcome.secure,
    assumed: assumedOf([
      ...(outcome.reasonCode === 0 ? (begun.assumed as Rule[]) : []),
      ...outcome.rules,
      ...rules,
      secureRule(outcome),
      'every attempt is a transaction with its own postlink',
    ]),
  }
}

const savedCard = (transaction: Transaction, card: CardTrace): SavedCard => ({
  ...card,
  id: transaction.cardId,
  client: transaction.client,
  accountId: transaction.order.accountId,
  holder: transaction.holder,
  savedAt: transaction.at,
  transaction: transaction.id,
  terminal: transaction.order.terminal,
  reference: transaction.reference,
  intReference: transaction.intReference,
})

/** One attempt ends: the outcome, the card it may leave behind, the page it may end, the postlink it owes. */
export const settle = (state: State, begun: Transaction, outcome: Outcome, moment: Moment): Authorized => {
  const transaction = compose(state, begun, outcome, moment)
  const entries: EntryBody[] = [{ kind: 'payment decided', transaction }]
  if (outcome.save && transaction.card && transaction.reasonCode === 0) {
    entries.push({ kind: 'card saved', card: savedCard(transaction, transaction.card) })
  }
  const owed = oweOutcome(state, transaction, outcome.fault, moment)
  return { transaction, entries: [...entries, ...owed, ...endOfPage(state, transaction)] }
}

const askBuyer = (begun: Transaction, attempted: Attempted, moment: Moment): Authorized => {
  const id = uuid(moment.draw('payment', 'challenge'))
  const assumed = [...begun.assumed, ...assumedOf(attempted.verdict.rules)]
  const transaction: Transaction = { ...begun, status: '3D', challenge: id, assumed }
  const fault = attempted.rule?.then.postlink
  const challenge: Challenge = {
    id,
    transaction,
    code: digits(moment.draw('payment', 'challenge code'), 6),
    deadline: moment.now + challengeLifetimeMs,
    reasonCode: attempted.verdict.reasonCode,
    save: attempted.save,
    ...(fault ? { fault } : {}),
  }
  return { transaction, challenge, entries: [{ kind: 'challenge asked', challenge }] }
}

/**
 * One attempt to pay: decided at once, or after the issuer has asked the buyer. On the page the issuer recognises who
 * pays unless somebody said otherwise: both samples of a success are "secure": "yes".
 */
export const authorize = (state: State, attempted: Attempted, moment: Moment): Authorized => {
  const { order, rule, verdict, save } = attempted
  const begun = begin(attempted, moment)
  const threeDS = rule?.then.threeDS ?? attempted.threeDS ?? terminalOf(state, order.terminal)?.threeDS
  if (threeDS === 'challenge') return askBuyer(begun, attempted, moment)
  const byDefault = threeDS === undefined && verdict.reasonCode === 0 && attempted.page !== undefined
  const secure = threeDS === 'frictionless' || byDefault ? 'F' : ''
  return settle(state, begun, { ...verdict, save, secure, byDefault, fault: rule?.then.postlink }, moment)
}
