import type { Order } from '../../contracts/entry.ts'
import type { Instalment } from './state.ts'

export interface MakeInstalment {
  kind: 'make instalment'
  accessToken: string
  shopId: string
  /** The id of a credit condition. */
  condition: string
  order: Order
}

/** The buyer, in the bank's app: asks the bank, and says what it decides. */
export interface AnswerInstalment {
  kind: 'answer instalment'
  instalment: string
  answer: 'ask' | 'accept' | 'reject'
}

/** Each with the reply it gets when it is not refused. */
export interface InstalmentCommands {
  'list credit conditions': [
    { kind: 'list credit conditions'; accessToken: string; shopId: string },
    undefined,
  ]
  'make instalment': [MakeInstalment, Instalment]
  'ask instalment': [{ kind: 'ask instalment'; accessToken: string; instalment: string }, Instalment]
  'open instalment': [{ kind: 'open instalment'; instalment: string }, Instalment]
  'answer instalment': [AnswerInstalment, undefined]
}
