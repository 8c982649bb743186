import type { Terminal } from '../../contracts/merchant.ts'
import type { AskStatus, StatusReply } from './command.ts'
import { accept, type Decision, isRefusal, refusal } from './decision.ts'
import { invoiceOf } from './invoice.ts'
import type { Moment } from './moment.ts'
import type { State, Token } from './state.ts'
import { terminalOf, terminalsOf } from './terminal.ts'
import { checkToken } from './token.ts'
import { visible } from './visible.ts'

/** The attempt asked for by its own id, or the invoice's paid one, or its latest. */
const transactionAt = (
  state: State,
  terminal: Terminal,
  { transaction: id, invoiceId }: AskStatus,
  { now }: Moment,
) => {
  if (id !== undefined) {
    const transaction = visible(state.transactions.get(id), now)
    return transaction?.order.terminal === terminal.id ? transaction : undefined
  }
  const { paid, transactions = [] } = invoiceOf(state, terminal.id, invoiceId) ?? {}
  const attempts = paid === undefined ? transactions : [...transactions, paid]
  return attempts.map((attempt) => visible(state.transactions.get(attempt), now)).findLast(Boolean)
}

/** Where a token may look: at its own terminal; without one, at all of its client's where the address allows it. */
const terminalsFor = (state: State, token: Token, { anyTerminal }: AskStatus): Terminal[] => {
  if (token.terminal === undefined) return anyTerminal ? terminalsOf(state, token.client) : []
  const terminal = terminalOf(state, token.terminal)
  return terminal ? [terminal] : []
}

/** A spent token may still ask. */
export const askStatus = (state: State, asked: AskStatus, moment: Moment): Decision<StatusReply> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const terminals = terminalsFor(state, token, asked)
  if (terminals.length === 0) return accept([], { found: false, why: 'token without terminal' })
  const [found] = terminals
    .flatMap((terminal) => {
      const transaction = transactionAt(state, terminal, asked, moment)
      return transaction ? [{ found: true as const, transaction, terminal }] : []
    })
    .sort((one, other) => other.transaction.at - one.transaction.at)
  return accept([], found ?? { found: false, why: 'invoice not found' })
}
