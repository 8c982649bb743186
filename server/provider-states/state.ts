import type { Params } from './order.ts'
import type { Till } from './till.ts'

interface Param {
  about: string
  example: string | number
}

export type Values = Record<string, string | number>

/** A state of the bank that a pact may ask for by its name, and what it may then use in its expressions. */
export interface ProviderState {
  name: string
  about: string
  /** None is required: each has a default. */
  params: Record<string, Param>
  /** Names for `fromProviderState('${…}', example)`. */
  values: readonly string[]
  setup(till: Till, params: Params): Promise<Values>
}
