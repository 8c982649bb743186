import type { OperationId } from '../../contracts/operations.ts'
import type { Answer, Merchant } from './merchant.ts'
import type { Values } from './template.ts'

/** What a merchant asks of the bank in one state, and what of the answer it relies on. */
export interface Asked {
  method: 'GET' | 'POST'
  path: string
  /** The token it comes with, as a template; none when left out. */
  accessToken?: string
  /** Somebody has signed in to HalykID. */
  homebankToken?: string
  query?: Record<string, string>
  form?: Record<string, string>
  json?: object
}

export interface Interaction {
  operation: OperationId
  description: string
  given: [state: string, params?: Record<string, string | number>][]
  /** With `${…}` where a state's value goes. */
  asked: Asked
  /** The same as the merchant's own code does it. */
  call(merchant: Merchant, values: Values): Promise<Answer>
  status: number
  /** Paths whose very values mean something. */
  exact?: string[]
}
