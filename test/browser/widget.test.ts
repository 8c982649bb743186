import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { card, lockedCard } from '../world.ts'
import { screenshot } from './chromium.ts'
import { inlinedScript } from './inlined-script.ts'
import { holdReturn, invoiceOn, openPage, openTown, payWithTestCard, shopFor, typeCard } from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

t.test('a buyer pays in the widget; it closes itself and calls the shop back', async (t) => {
  const page = await openPage(t, browser)
  const seen = Promise.withResolvers<void>()
  await page.route(`${shop.url}/order/*`, async (route) => {
    await seen.promise
    await route.continue()
  })
  await shopFor(page, shop.url, { press: 'buy-widget' })
  const widget = page.frameLocator('.widgetScreen iframe')
  const invoiceId = await invoiceOn(widget)
  t.equal(await page.locator('.widgetScreen').count(), 1)
  await screenshot(page, 'widget')
  await payWithTestCard(widget, card.pan)

  await page.locator('.widgetScreen').waitFor({ state: 'detached' })
  t.equal(await shop.settledBy(invoiceId), 'POST /postlink')
  seen.resolve()
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  t.match(await sandbox.waitForPostlink(invoiceId), { kind: 'success', state: 'delivered' })
})

t.test('a page with an old copy of the script in it pays on the sandbox', async (t) => {
  const page = await openPage(t, browser)
  await holdReturn(page, shop)
  const payment = await shop.newPayment({ language: 'kaz' })
  shop.pages.set('/old', inlinedScript(sandbox.payformUrl, payment))
  await page.goto(`${shop.url}/old`)
  await page.getByText('pay', { exact: true }).click()
  t.equal(await invoiceOn(page), payment.invoiceId)
  t.equal(await page.locator('html').getAttribute('lang'), 'kk')
  await typeCard(page, card)
  await page.waitForURL(payment.backLink)
  t.equal(await shop.settledBy(payment.invoiceId), 'POST /postlink')
})

t.test('the widget of an old copy of the script hears how the payment ended', async (t) => {
  for (const { pan, tries, success } of [
    { pan: card.pan, tries: 1, success: true },
    { pan: lockedCard.pan, tries: 3, success: false },
  ]) {
    const page = await openPage(t, browser)
    shop.pages.set('/old-widget', inlinedScript(sandbox.payformUrl, await shop.newPayment()))
    await page.goto(`${shop.url}/old-widget`)
    await page.getByText('showPaymentWidget').click()
    const widget = page.frameLocator('.widgetScreen iframe')
    for (let left = tries; left > 0; left -= 1) {
      await widget.getByText(`${left + 3 - tries} attempt`).waitFor()
      await payWithTestCard(widget, pan)
    }
    await page.getByText('called back').waitFor()
    t.equal(await page.locator('output').textContent(), `called back {"success":${success}}`)
    t.equal(await page.locator('.widgetScreen').count(), 0)
  }
})

t.test('an address that was built on a server opens the page', async (t) => {
  const page = await openPage(t, browser)
  await holdReturn(page, shop)
  const payment = await shop.newPayment({ language: 'rus' })
  await page.goto(`${sandbox.payformUrl}?params=${compressParams(payment)}`)
  t.equal(await invoiceOn(page), payment.invoiceId)
  await typeCard(page, card)
  await page.waitForURL(payment.backLink)
  t.equal(await shop.settledBy(payment.invoiceId), 'POST /postlink')
})
