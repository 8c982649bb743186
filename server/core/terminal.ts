import type { Terminal } from '../../contracts/merchant.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { isRefusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
import { type State, settingsOf } from './state.ts'

export const terminalOf = (state: State, id: string): Terminal | undefined =>
  [...settingsOf(state).terminals, ...state.world.terminals].find(
    (terminal) => terminal.id === id.toLowerCase(),
  )

const secretDigestOf = (state: State, id: string, moment: Moment): string | undefined => {
  const added = settingsOf(state).clients.find((client) => client.id === id)
  if (added) return added.secretDigest
  const known = state.world.clients.find((client) => client.id === id)
  return known && moment.digest(known.secret)
}

/** Secrets are compared as digests, so that the time it takes tells nothing. */
export const checkClient = (
  state: State,
  id: string,
  secret: string,
  moment: Moment,
): Refusal | undefined => {
  const wanted = secretDigestOf(state, id, moment)
  if (wanted === undefined) {
    // Whoever swaps the two fields must not find the secret in an answer or in the journal.
    const swapped = state.world.clients.some((client) => client.secret === id)
    return refuse('client unknown', { field: 'client_id', ...(swapped ? {} : { came: id }) })
  }
  if (wanted !== moment.digest(secret)) return refuse('secret wrong', { field: 'client_secret' })
  return undefined
}

export const checkTerminal = (state: State, id: string, client: string): Terminal | Refusal => {
  const terminal = terminalOf(state, id)
  if (!terminal) return refuse('terminal unknown', { field: 'terminal', came: id })
  if (terminal.client !== client) return refuse('terminal foreign', { field: 'terminal', came: id })
  return terminal
}

export const ownsTerminal = (state: State, id: string, client: string): boolean =>
  !isRefusal(checkTerminal(state, id, client))
