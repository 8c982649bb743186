import t from 'tap'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { card, openMerchant, openSandbox, settle } from '../world.ts'
import { checkDelivered, checkPage, everyCode, inBatches, payOnPage } from './forced.ts'

/** Any expiry and any CVC will do on a card of the sandbox. */
const ways: [string, (code: number) => object][] = [
  [
    'the card of the code',
    (code) => ({ pan: panOfCode(code), expiry: '02/99', cvc: '999', holder: 'ANYBODY' }),
  ],
  ['the holder name CODE n on a documented card', (code) => ({ ...card, holder: `CODE ${code}` })],
  ['the choice of the outcome on the page', (code) => ({ ...card, outcome: String(code) })],
]

for (const [way, typed] of ways) {
  t.test(`every code is forced on the page by ${way}`, async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const paid = await inBatches(everyCode, async (forced) => ({
      forced,
      ...(await payOnPage(sandbox, { ...forced, postLink: merchant.url }, typed(forced.code))),
    }))
    await settle(sandbox)
    t.equal(paid.length, 102)
    for (const { forced, accessToken, html } of paid) {
      await t.test(`code ${forced.code}, in ${forced.language}`, async (t) => {
        checkPage(t, forced, html)
        await checkDelivered(t, { sandbox, merchant, accessToken }, forced)
      })
    }
  })
}
