import type { CommandOf, StatusReply } from './command.ts'
import { accept, type Decision, isRefusal, refusal } from './decision.ts'
import { invoiceOf } from './invoice.ts'
import type { Moment } from './moment.ts'
import type { State } from './state.ts'
import { terminalOf } from './terminal.ts'
import { checkToken } from './token.ts'

/** The paid attempt if there is one, else the latest. A spent token may still ask. */
export const askStatus = (
  state: State,
  asked: CommandOf<'ask status'>,
  moment: Moment,
): Decision<StatusReply> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const terminal = token.terminal === undefined ? undefined : terminalOf(state, token.terminal)
  if (!terminal) return accept([], { found: false, why: 'token without terminal' })
  const invoice = invoiceOf(state, terminal.id, asked.invoiceId)
  const transaction = state.transactions.get(invoice?.paid ?? invoice?.transactions.at(-1) ?? '')
  if (!transaction) return accept([], { found: false, why: 'invoice not found' })
  return accept([], { found: true, transaction, terminal })
}
