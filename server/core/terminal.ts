import type { Terminal } from '../../contracts/merchant.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { isRefusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
import { type State, settingsOf } from './state.ts'

export const terminalOf = (state: State, asked: string): Terminal | undefined => {
  const id = asked.toLowerCase()
  const isIt = (terminal: Terminal) => terminal.id === id
  const own = settingsOf(state).terminals.find(isIt)
  if (own) return own
  const documented = state.world.terminals.find(isIt)
  return documented && staged(state, documented)
}

/** The bank's own test terminal charges at once or holds, as the workspace says; a row of the user's own stands. */
const staged = (state: State, terminal: Terminal): Terminal => {
  const holds = terminal.sharedTest && settingsOf(state).quirks.testTerminalStages === 'two'
  return holds ? { ...terminal, singleMessageScheme: false } : terminal
}

/** All of one client. */
export const terminalsOf = (state: State, client: string): Terminal[] =>
  [...settingsOf(state).terminals, ...state.world.terminals].filter((terminal) => terminal.client === client)

/** Every letter is looked at, so that the time it takes tells nothing. */
export const isSame = (a: string, b: string): boolean => {
  let different = a.length ^ b.length
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return different === 0
}

/** Undefined when there is no such client. */
const hasSecret = (state: State, id: string, secret: string, moment: Moment): boolean | undefined => {
  const added = settingsOf(state).clients.find((client) => client.id === id)
  if (added) return isSame(added.secretDigest, moment.digest(secret))
  const known = state.world.clients.find((client) => client.id === id)
  return known && isSame(known.secret, secret)
}

export const checkClient = (
  state: State,
  id: string,
  secret: string,
  moment: Moment,
): Refusal | undefined => {
  const proven = hasSecret(state, id, secret, moment)
  if (proven === undefined) {
    // Anyone who swaps the two fields must not find the secret in an answer or in the journal.
    const swapped =
      state.world.clients.some((client) => client.secret === id) ||
      settingsOf(state).clients.some(({ secretDigest }) => isSame(secretDigest, moment.digest(id)))
    return refuse('client unknown', { field: 'client_id', ...(swapped ? {} : { got: id }) })
  }
  if (!proven) return refuse('secret wrong', { field: 'client_secret' })
  return undefined
}

export const checkTerminal = (state: State, id: string, client: string): Terminal | Refusal => {
  const terminal = terminalOf(state, id)
  if (!terminal) return refuse('terminal unknown', { field: 'terminal', got: id })
  if (terminal.client !== client) return refuse('terminal foreign', { field: 'terminal', got: id })
  return terminal
}

export const ownsTerminal = (state: State, id: string, client: string): boolean =>
  !isRefusal(checkTerminal(state, id, client))
