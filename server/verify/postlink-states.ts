import type { Purchase } from '../client/purchase.ts'
import { openTestClient } from '../client/test-client.ts'
import { overNetwork, type Target } from '../client/transport.ts'
import { purchaseOf } from '../provider-states/purchase.ts'
import type { Params } from '../provider-states/state.ts'
import { StateError } from '../provider-states/state.ts'
import type { ChangeState } from './states-server.ts'

interface Wanted {
  /** What the merchant is asked to bring about before the bank does its part. */
  merchant: 'an order awaits payment' | 'a card is to be saved'
  save?: boolean
  codeOf(params: Params): number
}

/** The states of our postlink pact: an order of the merchant's, and what the bank made of it. */
const states: Record<string, Wanted> = {
  'an order was paid': { merchant: 'an order awaits payment', codeOf: () => 0 },
  'an order was declined': {
    merchant: 'an order awaits payment',
    codeOf: ({ reasonCode }) => Number(reasonCode ?? 484),
  },
  'a card was saved': { merchant: 'a card is to be saved', save: true, codeOf: () => 0 },
}

/**
 * Splits a state in two: the merchant makes an order, the buyer pays it in the sandbox. The sandbox does not send
 * the postlink itself, the verifier does; what stands in it is what the merchant's status check will find.
 */
export const postlinkStates =
  (target: Target, askMerchant: ChangeState): ChangeState =>
  async ({ state, params, action }) => {
    const wanted = states[state]
    if (!wanted || action === 'teardown') return askMerchant({ state, params, action })
    const { reasonCode, ...asked } = params
    const order = await askMerchant({ state: wanted.merchant, params: asked, action })
    const purchase = purchaseGiven(wanted.merchant, { ...asked, ...order })
    return pay(target, { ...purchase, cardSave: wanted.save ?? false }, wanted.codeOf(params))
  }

const purchaseGiven = (state: string, given: Params): Purchase => {
  const missing = ['invoiceId', 'secretHash'].filter((name) => typeof given[name] !== 'string')
  if (missing.length === 0) return purchaseOf({ ...given, postLink: nowhere })
  throw new StateError(`the merchant's state "${state}" answered no ${missing.join(' and no ')}`)
}

// Never posted to: the rule below loses it. It has to be somewhere for the bank to owe a postlink at all.
const nowhere = 'http://127.0.0.1:9/'

const pay = async (target: Target, purchase: Purchase, code: number): Promise<object> => {
  const client = openTestClient(overNetwork(target))
  const { invoiceId } = purchase
  await client.addRule({ when: { invoiceId }, then: { postlink: { lost: true } }, times: 1 })
  await client.payOnPage(purchase, code)
  return (await client.lastPostlink(invoiceId)).body
}
