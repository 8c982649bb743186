import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }
import { StateError } from './ask.ts'

export type Params = Record<string, unknown>

/** What a pact may want to know of an order, by the names its expressions use. */
export interface StateOrder {
  invoiceId: string
  amount: number
  currency: string
  terminalId: string
  accountId: string
  description: string
  clientId: string
  clientSecret: string
  secretHash: string
  /** Empty: nothing is owed. What is verified is the merchant's own calls. */
  postLink: string
}

/** Every state begins with the same order unless its parameters say otherwise: two states of one interaction agree. */
const defaults = {
  invoiceId: '100000001',
  amount: 1000,
  currency: 'KZT',
  accountId: 'customer1',
  description: 'Tea',
  secretHash: 'a-secret-of-the-shop',
  postLink: '',
}

export const orderParams = {
  invoiceId: { about: 'order number, 6 to 15 digits', example: defaults.invoiceId },
  amount: { about: 'main units', example: defaults.amount },
  currency: { about: 'three letters', example: defaults.currency },
  accountId: { about: "the shop's id of the customer", example: defaults.accountId },
  terminalId: { about: 'UUID of a terminal', example: terminals[0]?.id ?? '' },
  clientId: { about: 'another client than the documented one', example: 'test' },
  clientSecret: { about: 'its secret', example: clients[0]?.secret ?? '' },
}

/** Amounts may come as text; the bank reads both. */
const amountOf = (given: unknown): number => {
  const amount = Number(given)
  if (given === '' || Number.isNaN(amount)) {
    throw new StateError(`amount: came ${JSON.stringify(given)}, expected a number such as 1000 or 19.90`)
  }
  return amount
}

export const orderOf = (params: Params, standard: Partial<StateOrder> = {}): StateOrder => {
  const given = { ...defaults, ...standard, ...params } as typeof defaults & Partial<StateOrder>
  const terminalId = given.terminalId ?? (terminals[0]?.id as string)
  const owner = terminals.find(({ id }) => id === terminalId)?.client ?? 'test'
  const clientId = given.clientId ?? owner
  const clientSecret = given.clientSecret ?? clients.find(({ id }) => id === clientId)?.secret ?? ''
  const { invoiceId, currency, accountId, description, secretHash, postLink } = given
  return {
    ...{ invoiceId: String(invoiceId), amount: amountOf(given.amount), currency, terminalId },
    ...{ accountId, description, clientId, clientSecret, secretHash, postLink },
  }
}
