import t from 'tap'
import { wireReason } from '../../contracts/reason-words.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { bearer, card, chargeBody, chargeCard, openMerchant, openSandbox, settle, tokenOf } from '../world.ts'
import { checkDelivered, checkPage, everyCode, inBatches, payOnPage } from './forced.ts'

t.test('every code is forced on a documented card by a rule for its invoice', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  for (const { code, invoiceId } of everyCode)
    await sandbox.rules.add({ when: { invoiceId }, then: { reasonCode: code }, times: 1 })
  const paid = await inBatches(everyCode, async (forced) => ({
    forced,
    ...(await payOnPage(sandbox, { ...forced, postLink: merchant.url }, card)),
  }))
  await settle(sandbox)
  t.same(await sandbox.rules.list(), [], 'each has cleared itself')
  for (const { forced, accessToken, html } of paid) {
    await t.test(`code ${forced.code}, in ${forced.language}`, async (t) => {
      checkPage(t, forced, html)
      await checkDelivered(t, { sandbox, merchant, accessToken }, forced)
    })
  }
})

t.test('every code is forced on an approved saved card by a rule for the customer', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  for (const { code } of everyCode)
    await sandbox.rules.add({ when: { accountId: `buyer ${code}` }, then: { reasonCode: code } })
  const charged = await inBatches(everyCode, async (forced) => {
    const { invoiceId } = forced
    const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
    const asked = chargeBody(cardIdOfCode(0), {
      invoiceId,
      accountId: `buyer ${forced.code}`,
      postLink: merchant.url,
    })
    return { forced, accessToken, answer: await chargeCard(sandbox, asked, bearer(accessToken)) }
  })
  await settle(sandbox)
  t.same(new Set((await sandbox.rules.list()).map(({ matched }) => matched)), new Set([1]))
  for (const { forced, accessToken, answer } of charged) {
    await t.test(`code ${forced.code}`, async (t) => {
      if (forced.code === 0) t.equal(answer.status, 200)
      else
        t.same(answer, {
          status: 400,
          body: { code: forced.code, message: wireReason(forced.code, 'eng', {}) },
        })
      await checkDelivered(t, { sandbox, merchant, accessToken }, forced)
    })
  }
})
