import { openTestClient } from '../client/test-client.ts'
import type { Transport } from '../client/transport.ts'
import { CheckFailed, nearest, UsageError } from '../errors.ts'
import { faultStates } from './fault.ts'
import { linkStates } from './link.ts'
import { paymentStates } from './payment.ts'
import { savedCardStates } from './saved-card.ts'
import type { Params } from './state.ts'
import { type ProviderState, StateError, type Values } from './state.ts'
import { tokenStates } from './token.ts'

/** Every state of the bank a pact may ask for; the one list of what `verify` and the control API know. */
export const providerStates: ProviderState[] = [
  ...tokenStates,
  ...paymentStates,
  ...savedCardStates,
  ...linkStates,
  ...faultStates,
]

const plain = (name: string) => name.trim().toLowerCase().replace(/\s+/g, ' ')
const byName = new Map(providerStates.map((state) => [plain(state.name), state]))

/** What is wrong with a name, or nothing. */
export const unknownState = (name: string): string | undefined => {
  if (byName.has(plain(name))) return undefined
  const names = [...byName.keys()]
  return `state "${name}" is not known; did you mean "${nearest(plain(name), names)[0]}"?`
}

/** Brings the bank into a state by real calls. Throws StateError: an unknown name, or what the bank refused. */
export const setUp = async (transport: Transport, name: string, params: Params): Promise<Values> => {
  const state = byName.get(plain(name))
  if (!state) throw new StateError(unknownState(name))
  const strange = Object.keys(params).find((param) => !Object.hasOwn(state.params, param))
  if (strange !== undefined) {
    const known = Object.keys(state.params).join(', ') || 'none'
    throw new StateError(`state "${state.name}" has no parameter "${strange}"; it has: ${known}`)
  }
  try {
    return await state.setup(openTestClient(transport), params)
  } catch (error) {
    const isRefused = error instanceof CheckFailed || error instanceof UsageError
    throw isRefused ? new StateError(error.message) : error
  }
}
