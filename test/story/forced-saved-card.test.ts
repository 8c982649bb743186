import t from 'tap'
import { wireReason } from '../../contracts/reason-words.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { matches } from '../matches.ts'
import { bearer, chargeBody, chargeCard, openMerchant, openSandbox, settle, tokenOf } from '../world.ts'
import { checkDelivered, everyCode, inBatches } from './forced.ts'

const ways: [string, (code: number) => object][] = [
  ['the card id of the code', (code) => chargeBody(cardIdOfCode(code))],
  [
    'the name CODE n beside an approved card id',
    (code) => chargeBody(cardIdOfCode(0), { name: `code ${code}` }),
  ],
]

for (const [way, body] of ways) {
  t.test(`every code is forced through payments/cards/auth by ${way}`, async (t) => {
    const sandbox = await openSandbox(t)
    const merchant = await openMerchant(t)
    const charged = await inBatches(everyCode, async (forced) => {
      const { invoiceId } = forced
      const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
      const asked = { ...body(forced.code), invoiceId, postLink: merchant.url }
      return { forced, accessToken, answer: await chargeCard(sandbox, asked, bearer(accessToken)) }
    })
    await settle(sandbox)
    t.equal(charged.length, 102)
    for (const { forced, accessToken, answer } of charged) {
      await t.test(`code ${forced.code}`, async (t) => {
        if (forced.code === 0) matches(t, answer, { status: 200, body: { invoiceID: forced.invoiceId } })
        else
          t.same(answer, {
            status: 400,
            body: { code: forced.code, message: wireReason(forced.code, 'eng', {}) },
          })
        await checkDelivered(t, { sandbox, merchant, accessToken }, forced)
      })
    }
  })
}
