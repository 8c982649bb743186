import type { TestClient } from '../client/test-client.ts'

/** A state that cannot be made: what was asked of the bank, and what it said. */
export class StateError extends Error {}

interface Param {
  about: string
  example: string | number
}

/** What a pact asks of a state, as it came. */
export type Params = Record<string, unknown>

export type Values = Record<string, string | number>

/** A state of the bank that a pact may ask for by its name, and what it may then use in its expressions. */
export interface ProviderState {
  name: string
  about: string
  /** None is required: each has a default. */
  params: Record<string, Param>
  /** Names for `fromProviderState('${…}', example)`. */
  values: readonly string[]
  setup(client: TestClient, params: Params): Promise<Values>
}
