import t from 'tap'
import { lockedCard } from '../world.ts'
import { askingCard } from './issuer.ts'
import { merchantPage } from './merchant-page.ts'
import { openPage, openTown, typeCard } from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

const demoScript = `<script src="${sandbox.payformUrl}payment-api.js?v=2&strip=0"></script>`

t.test('a shop that loads payment-api.js?strip=0 shows a page without the strip to the end', async (t) => {
  const page = await openPage(t, browser)
  shop.pages.set('/demo', merchantPage(demoScript, await shop.newPayment()))
  await page.goto(`${shop.url}/demo`)
  await page.getByText('pay', { exact: true }).click()
  const bare = async (step: string) => {
    t.match(await page.getByTestId('test-payments').textContent(), /epay-sandbox: test payments/, step)
    t.equal(await page.getByTestId('sandbox').count(), 0, step)
    t.equal(await page.getByTestId('test-mode').count(), 0, step)
  }
  await page.getByTestId('pan').waitFor()
  await bare('opened')
  await typeCard(page, lockedCard)
  await page.getByTestId('decline').waitFor()
  await bare('declined')
  await page.reload()
  await bare('reloaded')
  await typeCard(page, askingCard)
  await page.getByTestId('acs-cancel').click()
  await page.getByText('1 attempt left').waitFor()
  await bare('back from the issuer')
  await typeCard(page, askingCard)
  await page.getByTestId('acs-fill').click()
  await page.getByTestId('acs-submit').click()
  await page.getByTestId('result-ok').waitFor()
  await bare('paid')
})

t.test('the widget of that script has no strip either', async (t) => {
  const page = await openPage(t, browser)
  shop.pages.set('/demo-widget', merchantPage(demoScript, await shop.newPayment()))
  await page.goto(`${shop.url}/demo-widget`)
  await page.getByText('showPaymentWidget').click()
  const widget = page.frameLocator('.widgetScreen iframe')
  await widget.getByTestId('test-payments').waitFor()
  t.equal(await widget.getByTestId('sandbox').count(), 0)
})
