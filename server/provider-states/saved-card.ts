import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { TestClient } from '../client/test-client.ts'
import { purchaseOf, purchaseParams } from './purchase.ts'
import type { Params, ProviderState, Values } from './state.ts'

const { accountId, terminalId, clientId, clientSecret } = purchaseParams
const params = { accountId, terminalId, clientId, clientSecret }
const values = ['cardId', 'cardMask', 'accountId', 'terminalId', 'accessToken']

/** The documented way: nothing is paid, a card is saved, under an order number of its own. */
const saving = { invoiceId: '100900002', amount: 0, currency: 'USD' }

const customer = (given: Params) => purchaseOf({ ...given, ...saving })

const save = async (client: TestClient, given: Params): Promise<Values> => {
  const order = customer(given)
  const { payment } = await client.payOnPage(order)
  return {
    cardId: payment.cardId,
    cardMask: payment.cardMask,
    accountId: payment.accountId,
    terminalId: payment.terminal,
    accessToken: await client.serviceToken(order),
  }
}

/** Cards a customer has or had. To charge one, ask for a payment token after it. */
export const savedCardStates: ProviderState[] = [
  { name: 'a card is saved', about: 'by a verification of the card', params, values, setup: save },
  {
    name: 'a customer has no saved cards',
    about: 'an account the bank has not met',
    params,
    values: ['accountId', 'terminalId', 'accessToken'],
    setup: async (client, given) => {
      const order = customer(given)
      const { accountId, terminal: terminalId } = order
      return { accountId, terminalId, accessToken: await client.serviceToken(order) }
    },
  },
  {
    name: 'a saved card was deactivated',
    about: 'saved, then forgotten',
    params,
    values,
    setup: async (client, given) => {
      const saved = await save(client, given)
      await client.call(`/api/card/deactivate/${saved.cardId}`, String(saved.accessToken))
      return saved
    },
  },
  {
    name: 'a saved card declines',
    about: 'one of the fixed ids that need no saving; charge it with a payment token',
    params: { reasonCode: { about: 'any code of GET /_sandbox/reason-codes', example: 484 } },
    values: ['cardId', 'reasonCode'],
    setup: async (_, { reasonCode = 484 }) => ({
      cardId: cardIdOfCode(Number(reasonCode)),
      reasonCode: Number(reasonCode),
    }),
  },
]
