import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { matches } from '../matches.ts'
import { card, lockedCard } from '../world.ts'
import { screenshot } from './chromium.ts'
import { inlinedScript, merchantPage, servedScript } from './merchant-page.ts'
import {
  holdReturn,
  invoiceOn,
  openPage,
  openTown,
  payWithTestCard,
  returnToShop,
  shopFor,
  stopCount,
  typeCard,
} from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

t.test('a buyer pays in the widget, and the shop goes on to the paid order', async (t) => {
  const page = await openPage(t, browser)
  await holdReturn(page, shop)
  await shopFor(page, shop.url, { press: 'buy-widget' })
  const widget = page.frameLocator('.widgetScreen iframe')
  const invoiceId = await invoiceOn(widget)
  await screenshot(page, 'widget')
  await payWithTestCard(widget, card.pan)
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  t.equal(await shop.settledBy(invoiceId), 'POST /postlink')
  matches(t, await sandbox.waitForPostlink(invoiceId), { kind: 'success', state: 'delivered' })
})

t.test('a page with an old copy of the script in it pays on the sandbox', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await holdReturn(page, shop)
  const payment = await shop.newPayment({ language: 'kaz' })
  shop.pages.set('/old', merchantPage(inlinedScript(sandbox.payformUrl), payment))
  await page.goto(`${shop.url}/old`)
  await page.getByText('pay', { exact: true }).click()
  t.equal(await invoiceOn(page), payment.invoiceId)
  t.equal(await page.locator('html').getAttribute('lang'), 'kk')
  await typeCard(page, card)
  await returnToShop(page)
  await page.waitForURL(payment.backLink)
  t.equal(await shop.settledBy(payment.invoiceId), 'POST /postlink')
})

const endings = [
  { pan: card.pan, expected: 'called back {"success":true}', attempts: ['3 attempts left'] },
  {
    pan: lockedCard.pan,
    expected: 'called back {"success":false}',
    attempts: ['3 attempts left', '2 attempts left', '1 attempt left'],
  },
]
for (const script of [servedScript, inlinedScript]) {
  t.test(`the widget of the ${script.name} closes itself and calls back once`, async (t) => {
    for (const { pan, expected, attempts } of endings) {
      const page = await openPage(t, browser)
      shop.pages.set('/own', merchantPage(script(sandbox.payformUrl), await shop.newPayment()))
      await page.goto(`${shop.url}/own`)
      await page.getByText('showPaymentWidget').click()
      const widget = page.frameLocator('.widgetScreen iframe')
      for (const left of attempts) {
        await widget.getByText(left).waitFor()
        await payWithTestCard(widget, pan)
      }
      await page.getByText('called back').waitFor()
      t.equal(await page.locator('output').textContent(), expected)
      t.equal(await page.locator('.widgetScreen').count(), 0)
    }
  })
}

t.test('an address that was built on a server opens the page', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await holdReturn(page, shop)
  const payment = await shop.newPayment({ language: 'rus' })
  await page.goto(`${sandbox.payformUrl}?params=${compressParams(payment)}`)
  t.equal(await invoiceOn(page), payment.invoiceId)
  await typeCard(page, card)
  await returnToShop(page)
  await page.waitForURL(payment.backLink)
  t.equal(await shop.settledBy(payment.invoiceId), 'POST /postlink')
})

t.test(
  'a buyer leaves the widget by its cross or by Esc, and the shop hears that nothing was paid',
  async (t) => {
    const page = await openPage(t, browser)
    shop.pages.set('/leave', merchantPage(servedScript(sandbox.payformUrl), await shop.newPayment()))
    const leavings = [
      () => page.getByRole('button', { name: 'Close' }).click(),
      () => page.keyboard.press('Escape'),
      () => page.frameLocator('.widgetScreen iframe').getByTestId('pan').press('Escape'),
    ]
    for (const leave of leavings) {
      await page.goto(`${shop.url}/leave`)
      await page.getByText('showPaymentWidget').click()
      await page.frameLocator('.widgetScreen iframe').getByTestId('pan').waitFor()
      await leave()
      await page.getByText('called back').waitFor()
      t.equal(await page.locator('output').textContent(), 'called back {"success":false}')
      t.equal(await page.locator('.widgetScreen').count(), 0)
    }
  },
)

t.test('a page that isolates itself (COEP) loads the script', async (t) => {
  const headers = {
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'content-type': 'text/html',
  }
  const html = `<title>Isolated</title><link rel="icon" href="data:,">${servedScript(sandbox.payformUrl)}`
  const server = createServer((_, response) => response.writeHead(200, headers).end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const page = await openPage(t, browser)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  t.same(await page.evaluate('[crossOriginIsolated, typeof halyk.pay]'), [true, 'function'])
})
