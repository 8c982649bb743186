import { closest } from 'fastest-levenshtein'
import { type Ask, StateError } from './ask.ts'
import { doorStates } from './door.ts'
import type { Params } from './order.ts'
import { paymentStates } from './payment.ts'
import { savedCardStates } from './saved-card.ts'
import type { ProviderState, Values } from './state.ts'
import { openTill } from './till.ts'
import { tokenStates } from './token.ts'
import { troubleStates } from './trouble.ts'

/** Every state of the bank a pact may ask for; the one list of what `verify` and the control API know. */
export const providerStates: ProviderState[] = [
  ...tokenStates,
  ...paymentStates,
  ...savedCardStates,
  ...doorStates,
  ...troubleStates,
]

const plain = (name: string) => name.trim().toLowerCase().replace(/\s+/g, ' ')
const byName = new Map(providerStates.map((state) => [plain(state.name), state]))

/** What is wrong with a name, or nothing. */
export const unknownState = (name: string): string | undefined => {
  if (byName.has(plain(name))) return undefined
  const names = [...byName.keys()]
  return `state "${name}" is not known; did you mean "${closest(plain(name), names)}"?`
}

/** Brings the bank into a state by real calls. Throws StateError: an unknown name, or what the bank refused. */
export const setUp = (ask: Ask, name: string, params: Params): Promise<Values> => {
  const state = byName.get(plain(name))
  if (!state) throw new StateError(unknownState(name))
  const strange = Object.keys(params).find((param) => !Object.hasOwn(state.params, param))
  if (strange === undefined) return state.setup(openTill(ask), params)
  const known = Object.keys(state.params).join(', ') || 'none'
  throw new StateError(`state "${state.name}" has no parameter "${strange}"; it has: ${known}`)
}
