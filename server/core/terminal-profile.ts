import type { Terminal } from '../../contracts/merchant.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
import { makeQr } from './qr.ts'
import type { State } from './state.ts'
import { checkTerminal } from './terminal.ts'
import { checkToken } from './token.ts'

/** The terminal a token's merchant asks for, or the token's own. Another merchant's is as unknown as none. */
export const viewTerminal = (
  state: State,
  asked: CommandOf<'view terminal'>,
  moment: Moment,
): Decision<Terminal> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const id = asked.terminal || token.terminal
  if (id === undefined) return refusal(refuse('terminal missing', { field: 'terminal' }))
  const terminal = checkTerminal(state, id, token.client)
  if (isRefusal(terminal)) return refusal(refuse('terminal unknown', { field: 'terminal', got: id }))
  return accept([], terminal)
}

/** What the mobile SDKs ask at their start: also a code to scan, where the terminal has them and the token pays. */
export const viewProfile = (
  state: State,
  asked: CommandOf<'view profile'>,
  moment: Moment,
): Decision<ReplyTo<'view profile'>> => {
  const viewed = viewTerminal(state, { ...asked, kind: 'view terminal', terminal: '' }, moment)
  const terminal = viewed.reply
  if (isRefusal(terminal)) return refusal(terminal)
  const made = terminal.qr ? makeQr(state, { ...asked, kind: 'make qr' }, moment) : undefined
  // A token that only asks, or has paid, is shown the shop without a code.
  if (!made || isRefusal(made.reply)) return accept([], { terminal })
  return accept(made.entries, { terminal, qr: made.reply })
}
