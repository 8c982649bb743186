import type { Test } from 'tap'
import {
  bearer,
  chargeBody,
  chargeCard,
  openMerchant,
  openSandbox,
  payThroughPage,
  settle,
  tokenOf,
} from '../world.ts'

type Postlink = Record<string, unknown>

const approvedCard = '00000000-0000-4000-8000-000000000000'
const declinedCard = '00000000-0000-4000-8000-000000000484'

/** Each world posts in its own way: both forms of the message, and money that is only held. */
const worlds = [
  {},
  { quirks: { postlinkForm: '2020' } },
  { quirks: { acountId: 'acountId' } },
  { dialect: 'observed', stages: 'two' },
] as const

/** A success and a decline of a saved card, a payment on the page, a card that is only saved: as a shop got them. */
export const livePostlinks = async (t: Test): Promise<Postlink[]> => {
  const merchant = await openMerchant(t)
  const postTo = { postLink: merchant.url, failurePostLink: merchant.url }
  for (const world of worlds) {
    const sandbox = await openSandbox(t, world)
    for (const [invoiceId, cardId] of [
      ['000000601', approvedCard],
      ['000000602', declinedCard],
    ] as const) {
      const token = await tokenOf(sandbox, { invoiceID: invoiceId, ...postTo })
      await chargeCard(sandbox, { ...chargeBody(cardId), ...postTo, invoiceId }, bearer(token))
    }
    await payThroughPage(sandbox, {
      token: { invoiceID: '000000603', ...postTo },
      order: { invoiceId: '000000603', ...postTo },
    })
    const saved = { amount: 0, currency: 'USD', cardSave: true, paymentType: 'cardVerification' }
    await payThroughPage(sandbox, {
      token: { invoiceID: '000000604', amount: '0', currency: 'USD', ...postTo },
      order: { ...saved, invoiceId: '000000604', ...postTo },
    })
    await settle(sandbox)
  }
  const expected = 4 * worlds.length
  if (merchant.received.length !== expected)
    throw new Error(`the shop got ${merchant.received.length} postlinks, expected ${expected}`)
  return merchant.bodies()
}

/** One field of each is no such field. */
export const malformedPostlinks = ([first = {}]: Postlink[]): Postlink[] => [
  { ...first, amount: 'much' },
  { ...first, amount: -1 },
  { ...first, id: 'not-a-uuid' },
]

/** And each of these contradicts itself, or names no customer. */
export const wrongPostlinks = ([first = {}]: Postlink[]): Postlink[] => [
  ...malformedPostlinks([first]),
  { ...first, code: 'error' },
  { ...first, reasonCode: 484 },
  Object.fromEntries(Object.entries(first).filter(([name]) => !/^acc?ountId$/.test(name))),
]
