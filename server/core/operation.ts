import type { EntryBody, Operated, OperationName, RuleRecord, Transaction } from '../../contracts/entry.ts'
import { assumedOf, type Rule } from '../../contracts/fidelity.ts'
import { fromTiyn, type Tiyn } from '../../contracts/money.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { StatusName } from '../../contracts/status-name.ts'
import { dayMs } from '../../contracts/time.ts'
import type { Operate } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { type Moment, uuid } from './moment.ts'
import { releaseLate } from './postlink-fault.ts'
import type { State } from './state.ts'
import { checkToken } from './token.ts'
import { lateBy, visible } from './visible.ts'

/** How long a two-stage terminal holds money nobody charged (assumed). */
export const holdMs = 7 * dayMs
const smallestRefund: Tiyn = 10_00

interface Move {
  from: StatusName
  /** How much there is to move. */
  left(transaction: Transaction): Tiyn
  to(transaction: Transaction, amount: Tiyn): Omit<Operated, 'assumed'>
  /** What the move rests on. */
  rules(transaction: Transaction, amount: Tiyn): Rule[]
}

/** The lawful moves: everything else is refused and changes nothing. */
const moves: Record<OperationName, Move> = {
  charge: {
    from: 'AUTH',
    left: ({ amount }) => amount,
    to: (_, amount) => ({ status: 'CHARGE', amount, charged: amount, refunded: 0 }),
    rules: (held, amount) => (amount < held.amount ? ['partial charge releases the rest'] : []),
  },
  cancel: {
    from: 'AUTH',
    left: ({ amount }) => amount,
    to: (_, amount) => ({ status: 'CANCEL', amount, charged: 0, refunded: 0 }),
    rules: () => [],
  },
  expire: {
    from: 'AUTH',
    left: ({ amount }) => amount,
    to: (_, amount) => ({ status: 'CANCEL_OLD', amount, charged: 0, refunded: 0 }),
    rules: () => ['hold of a two-stage terminal lapses after seven days'],
  },
  refund: {
    from: 'CHARGE',
    left: ({ charged, refunded }) => charged - refunded,
    to({ charged, refunded }, amount) {
      const back = refunded + amount
      return {
        status: back === charged ? 'REFUND' : 'CHARGE',
        amount: charged - back,
        charged,
        refunded: back,
      }
    },
    rules: () => ['refunds add up until nothing is left, then the status is REFUND'],
  },
}

/** What a hidden move leaves to be seen: what is to be seen now. */
const lateMove = (transaction: Transaction, moment: Moment, rule?: RuleRecord) => {
  const { status, amount, charged, refunded } = visible(transaction, moment.now) ?? transaction
  return lateBy(rule, moment.now, { status, amount, charged, refunded })
}

const moved = (operation: OperationName, transaction: Transaction, amount: Tiyn): Operated => {
  const { to, rules } = moves[operation]
  const assumed = new Set([...transaction.assumed, ...assumedOf(rules(transaction, amount))])
  return { ...to(transaction, amount), assumed: [...assumed] }
}

const units = (tiyn: Tiyn) => String(fromTiyn(tiyn))

const checkAmounts = ({ queryAmount, bodyAmount }: Operate): Refusal | undefined => {
  if (queryAmount === undefined || bodyAmount === undefined || queryAmount === bodyAmount) return undefined
  return refuse('amounts differ', { field: 'amount', got: `${units(queryAmount)} and ${units(bodyAmount)}` })
}

const checkAmount = (
  operation: OperationName,
  transaction: Transaction,
  amount: Tiyn,
): Refusal | undefined => {
  const left = moves[operation].left(transaction)
  const facts = { field: 'amount', got: units(amount), expected: `at most ${units(left)}` }
  if (amount > left) return refuse('amount too large', facts)
  if (operation === 'cancel' && amount !== left)
    return refuse('cancel in part', { ...facts, expected: units(left) })
  const least = operation === 'refund' && transaction.order.currency === 'KZT' ? smallestRefund : 1
  return amount < least
    ? refuse('amount too small', { ...facts, expected: `at least ${units(least)}` })
    : undefined
}

/** A transaction of the token's own merchant; anybody else's is as unknown as one that never was. */
const findTransaction = (state: State, asked: Operate, moment: Moment): Transaction | Refusal => {
  const token = asked.accessToken === undefined ? undefined : checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return token
  const known = state.transactions.get(asked.transaction)
  // At the bank's own desk everything is seen; a shop cannot operate on what it is told nothing of.
  const transaction = token && !visible(known, moment.now) ? undefined : known
  if (!transaction || (token && transaction.client !== token.client))
    return refuse('transaction unknown', { field: 'id', got: asked.transaction })
  if (token?.terminal !== undefined && token.terminal !== transaction.order.terminal) {
    return refuse('token of another terminal', { field: 'Authorization' })
  }
  return transaction
}

export const operate = (
  state: State,
  asked: Operate,
  moment: Moment,
  rule?: RuleRecord,
): Decision<Transaction> => {
  const transaction = findTransaction(state, asked, moment)
  if (isRefusal(transaction)) return refusal(transaction)
  const { operation } = asked
  const { from, left } = moves[operation]
  const differing = checkAmounts(asked)
  if (differing) return refusal(differing)
  // What another card got cannot be called back.
  if (transaction.transfer && transaction.transfer.kind !== 'aft') {
    const facts = { field: 'id', got: `a transfer, ${transaction.transfer.kind}`, expected: 'a payment' }
    return refusal(refuse('not lawful', facts))
  }
  if (transaction.status !== from) {
    const facts = { field: 'status', got: transaction.status, expected: `${from} for ${operation}` }
    return refusal(refuse('not lawful', facts))
  }
  const amount = asked.queryAmount ?? asked.bodyAmount ?? left(transaction)
  const refused = checkAmount(operation, transaction, amount)
  if (refused) return refusal(refused)

  const operated = { ...moved(operation, transaction, amount), ...lateMove(transaction, moment, rule) }
  const { id } = transaction
  const externalId = asked.externalId ? { externalId: asked.externalId } : {}
  const entry: EntryBody = {
    kind: 'payment operated',
    transaction: id,
    operation,
    to: operated,
    ...externalId,
    ...(operation === 'refund' ? { refund: uuid(moment.draw('operation', 'refund')) } : {}),
  }
  return accept([entry, ...releaseLate(state, id, moment)], { ...transaction, ...operated })
}

/** Nobody charged the hold in time: the bank lets the money go. */
export const expireHold = (state: State, id: string, moment: Moment): Decision<Record<never, never>> => {
  const transaction = state.transactions.get(id)
  if (transaction?.status !== 'AUTH') return accept([], {})
  const to = moved('expire', transaction, transaction.amount)
  const entry: EntryBody = { kind: 'payment operated', transaction: id, operation: 'expire', to }
  return accept([entry, ...releaseLate(state, id, moment)], {})
}
