import type {
  CardTrace,
  EntryBody,
  Order,
  RuleRecord,
  SavedCard,
  Transaction,
} from '../../contracts/entry.ts'
import { assumedOf, type Rule } from '../../contracts/fidelity.ts'
import type { StatusName } from '../../contracts/transaction.ts'
import type { Verdict } from './card.ts'
import { digits, type Moment, reference, uuid } from './moment.ts'
import { oweOutcome } from './postlink.ts'
import type { State, Token } from './state.ts'
import { terminalOf } from './terminal.ts'

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
  rule?: RuleRecord
}

const statusOf = (state: State, { order, verdict }: Attempted): [StatusName, Rule[]] => {
  if (verdict.reasonCode !== 0) return ['FAILED', ['declined payment has the status FAILED']]
  if (order.verification) return ['VERIFIED', []]
  if (terminalOf(state, order.terminal)?.singleMessageScheme)
    return ['CHARGE', ['one-stage terminal charges at once']]
  return ['AUTH', []]
}

const compose = (state: State, attempted: Attempted, moment: Moment): Transaction => {
  const { order, token, verdict } = attempted
  const approved = verdict.reasonCode === 0
  const [status, statusRules] = statusOf(state, attempted)
  return {
    id: uuid(moment.draw('transaction')),
    at: moment.now,
    nanos: Number(digits(moment.draw('nanoseconds'), 6)),
    order,
    client: token.client,
    token: token.digest,
    secretHash: token.secretHash,
    via: attempted.via,
    ...(attempted.page ? { page: attempted.page } : {}),
    status,
    reasonCode: verdict.reasonCode,
    ...(attempted.card ? { card: attempted.card } : {}),
    cardId: approved && attempted.save ? uuid(moment.draw('card')) : approved ? attempted.cardId : '',
    holder: attempted.holder,
    reference: approved ? reference(moment.draw('reference'), moment.now) : '',
    intReference: approved ? moment.draw('internal reference').slice(0, 16).toUpperCase() : '',
    approvalCode: approved ? digits(moment.draw('approval'), 6) : '',
    secure: false,
    secureDetails: '',
    ...(attempted.rule ? { rule: attempted.rule.id } : {}),
    assumed: assumedOf([
      ...verdict.rules,
      ...statusRules,
      'payment without 3-D Secure is "secure": "no"',
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
})

/** One attempt to pay comes to its end: the outcome, the card it may leave behind, the postlink it owes. */
export const authorize = (
  state: State,
  attempted: Attempted,
  moment: Moment,
): { transaction: Transaction; entries: EntryBody[] } => {
  const transaction = compose(state, attempted, moment)
  const entries: EntryBody[] = [{ kind: 'payment decided', transaction }]
  if (attempted.save && attempted.card && transaction.reasonCode === 0) {
    entries.push({ kind: 'card saved', card: savedCard(transaction, attempted.card) })
  }
  const { token, rule } = attempted
  const owed = oweOutcome(state, { transaction, token, fault: rule?.then.postlink }, moment)
  return { transaction, entries: [...entries, ...owed] }
}
