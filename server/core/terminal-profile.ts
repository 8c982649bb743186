import type { Terminal } from '../../contracts/merchant.ts'
import type { CommandOf } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
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
