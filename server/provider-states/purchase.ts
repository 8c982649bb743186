import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }
import { credentialsOf, type Purchase } from '../client/purchase.ts'
import { type Params, StateError } from './state.ts'

type StatePurchase = Purchase & Required<Pick<Purchase, 'accountId' | 'description' | 'postLink'>>

/** Every state begins with the same purchase unless its parameters say otherwise: two of one interaction agree. */
const defaults = {
  invoiceId: '100000001',
  amount: 1000,
  currency: 'KZT',
  accountId: 'customer1',
  description: 'Tea',
  secretHash: 'a-secret-of-the-shop',
  // Empty: no postlink is owed. What is verified is the merchant's own calls.
  postLink: '',
}

export const purchaseParams = {
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
    throw new StateError(`amount: got ${JSON.stringify(given)}, expected a number such as 1000 or 19.90`)
  }
  return amount
}

const backLink = 'https://shop.example/back'

export const purchaseOf = (params: Params, standard: Params = {}): StatePurchase => {
  const given = { ...defaults, ...standard, ...params } as typeof defaults &
    Record<string, string | undefined>
  const terminal = given.terminalId ?? terminals[0]?.id ?? ''
  const owner = credentialsOf(terminal)
  const clientId = given.clientId ?? owner.clientId
  const clientSecret = given.clientSecret ?? clients.find(({ id }) => id === clientId)?.secret ?? ''
  const { invoiceId, currency, accountId, description, secretHash, postLink } = given
  const amount = amountOf(given.amount)
  return {
    ...{ invoiceId: String(invoiceId), amount, currency, terminal, verification: amount === 0 },
    ...{ accountId, description, clientId, clientSecret, secretHash, postLink, failurePostLink: postLink },
    backLink,
  }
}
