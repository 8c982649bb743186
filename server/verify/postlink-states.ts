import { type Ask, jsonOf, StateError } from '../provider-states/ask.ts'
import { orderOf, type Params, type StateOrder } from '../provider-states/order.ts'
import { askAt, type Place } from '../provider-states/remote.ts'
import { openTill, type Till } from '../provider-states/till.ts'
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
  (place: Place, askMerchant: ChangeState): ChangeState =>
  async ({ state, params, action }) => {
    const wanted = states[state]
    if (!wanted || action === 'teardown') return askMerchant({ state, params, action })
    const { reasonCode, ...asked } = params
    const order = await askMerchant({ state: wanted.merchant, params: asked, action })
    return pay(askAt(place), orderGiven(wanted.merchant, { ...asked, ...order }), {
      code: wanted.codeOf(params),
      save: wanted.save ?? false,
    })
  }

const orderGiven = (state: string, given: Params): StateOrder => {
  const missing = ['invoiceId', 'secretHash'].filter((name) => typeof given[name] !== 'string')
  if (missing.length === 0) return orderOf({ ...given, postLink: nowhere })
  throw new StateError(`the merchant's state "${state}" answered no ${missing.join(' and no ')}`)
}

// Never posted to: the rule below loses it. It has to be somewhere for the bank to owe a postlink at all.
const nowhere = 'http://127.0.0.1:9/'

const pay = async (ask: Ask, order: StateOrder, { code, save }: { code: number; save: boolean }) => {
  const till: Till = openTill(ask)
  const { invoiceId } = order
  await till.addRule({ when: { invoiceId }, then: { postlink: { lost: true } }, times: 1 })
  await till.payOnPage(order, code, { save })
  const path = `/_sandbox/postlinks?invoiceId=${invoiceId}`
  const { postlinks } = jsonOf<{ postlinks: { body: object }[] }>(await ask('GET', path), 'postlinks')
  const last = postlinks.at(-1)
  if (!last) throw new StateError(`the bank owes no postlink of invoice ${invoiceId}`)
  return last.body
}
