import type { Page } from 'playwright-core'
import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { matches } from '../matches.ts'
import { control } from '../world.ts'
import { screenshot } from './chromium.ts'
import { askingCard as card, toIssuer as goToIssuer } from './issuer.ts'
import { invoiceOn, openPage, openTown, shopFor, stopCount, typeCard } from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

const codeOn = async (page: Page) => (await page.getByTestId('acs-right-code').textContent()) ?? ''

const toIssuer = (page: Page, wish: object = {}) => goToIssuer(page, shop.url, wish)

const outcomeOf = async (invoiceId: string) =>
  (await sandbox.payments()).filter((payment) => payment.invoiceId === invoiceId)

t.test('the right code pays, and the buyer never sees the way back', async (t) => {
  const page = await openPage(t, browser)
  const invoiceId = await toIssuer(page)
  t.equal(await page.getByTestId('acs-amount').textContent(), '1\u00a0000\u00a0₸')
  t.equal(await page.evaluate('document.activeElement.id'), 'code', 'the field has the focus')
  await page.keyboard.type(await codeOn(page))
  await page.keyboard.press('Enter')
  await page.getByTestId('result-ok').waitFor()
  matches(t, await outcomeOf(invoiceId), [{ status: 'CHARGE' }])
  const { body } = await sandbox.waitForPostlink(invoiceId)
  matches(t, body, { code: 'ok', secure: 'yes', secureDetails: 'C' })
})

t.test('a wrong code is told, a reload asks nothing twice, and the right one then pays', async (t) => {
  const page = await openPage(t, browser)
  const invoiceId = await toIssuer(page)
  await page.getByTestId('acs-code').fill('000')
  await page.getByTestId('acs-submit').click()
  const error = page.getByTestId('acs-error')
  await error.waitFor()
  t.match(await error.textContent(), /2 tries left/)
  t.equal(await page.getByTestId('acs-code').getAttribute('aria-invalid'), 'true')
  await screenshot(page, 'acs-wrong')
  await page.reload()
  t.match(await error.textContent(), /2 tries left/)
  await page.getByTestId('acs-submit').click()
  t.equal(await page.locator('#code:invalid').count(), 1, 'an empty code is not sent')
  await page.getByTestId('acs-fill').click()
  await page.getByTestId('acs-submit').click()
  await page.getByTestId('result-ok').waitFor()
  matches(t, await outcomeOf(invoiceId), [{ status: 'CHARGE' }])
  // The history leads through the issuer's pages; none of them asks or pays again.
  await page.goBack()
  await page.getByTestId('result-ok').waitFor()
  t.equal((await outcomeOf(invoiceId)).length, 1)
})

t.test('a buyer who gives up is back on the page, told why, and may pay with another card', async (t) => {
  const page = await openPage(t, browser)
  const invoiceId = await toIssuer(page, { language: 'rus' })
  await page.getByTestId('acs-cancel').click()
  await page.getByTestId('decline').waitFor()
  t.match(await page.getByTestId('decline').textContent(), /499/)
  await page.getByTestId('test-card-4405639704015096').click()
  await page.getByTestId('pay').click()
  await page.getByTestId('result-ok').waitFor()
  t.same(
    (await outcomeOf(invoiceId)).map(({ reasonCode }) => reasonCode),
    [499, 0],
  )
})

t.test('with JavaScript switched off buttons lead all the way', async (t) => {
  const page = await openPage(t, browser, { javaScriptEnabled: false })
  const payment = await shop.newPayment({ language: 'kaz' })
  await page.goto(`${sandbox.payformUrl}?params=${compressParams(payment)}`)
  await typeCard(page, card)
  await page.getByTestId('acs-code').fill(await codeOn(page))
  t.equal(await page.getByTestId('acs-fill').isVisible(), false, 'what cannot work is not there')
  await page.getByTestId('acs-submit').click()
  await page.getByTestId('acs-continue').waitFor()
  await screenshot(page, 'acs-return')
  await page.getByTestId('acs-continue').click()
  await page.getByTestId('result-ok').waitFor()
})

t.test('in the widget the issuer asks inside the frame, and the shop hears of success', async (t) => {
  const page = await openPage(t, browser)
  await shopFor(page, shop.url, { press: 'buy-widget' })
  const frame = page.frameLocator('iframe.iframeClass')
  const invoiceId = await invoiceOn(frame)
  await frame.getByTestId('pan').fill(card.pan)
  await frame.getByTestId('expiry').fill(card.expiry)
  await frame.getByTestId('cvc').fill(card.cvc)
  await frame.getByTestId('holder').fill('TEST TEST')
  await frame.getByTestId('pay').click()
  await frame.getByTestId('acs-fill').click()
  await screenshot(page, 'acs-widget')
  await frame.getByTestId('acs-submit').click()
  await page.getByTestId('order-state').waitFor()
  t.equal(page.url(), `${shop.url}/order/${invoiceId}`)
  matches(t, await outcomeOf(invoiceId), [{ status: 'CHARGE' }])
})

t.test('a saved card that the issuer asks about takes the shop’s buyer there and back', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await shopFor(page, shop.url, { press: 'save-card' })
  await typeCard(page, { pan: '4405639704015096', expiry: '01/27', cvc: '321' })
  await page.getByTestId('return').click()
  await page.getByTestId('order-state').waitFor()
  await control(sandbox, 'POST', 'rules', {
    when: { operation: 'savedCard' },
    then: { threeDS: 'challenge' },
    times: 1,
  })
  await page.goto(`${shop.url}/`)
  await page.getByTestId('pay-saved').first().click()
  await page.getByTestId('acs-code').waitFor()
  await page.getByTestId('acs-fill').click()
  await page.getByTestId('acs-submit').click()
  await page.getByTestId('order-state').waitFor()
  t.match(page.url(), /\/order\/\d+\?result=ok&reference=\d{12}$/)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  await page.getByTestId('refund').click()
  await page.getByTestId('order-state').getByText('refunded').waitFor()
  matches(t, (await sandbox.payments()).at(-1), { status: 'REFUND' })
})

t.test('an address nobody asked for is a page too', async (t) => {
  const page = await browser.newPage()
  t.teardown(() => page.close())
  const answer = await page.goto(`${sandbox.url}/acs/?MD=1&TermUrl=javascript:alert(1)`)
  t.equal(answer?.status(), 400)
  await page.getByTestId('acs-trouble').waitFor()
  await screenshot(page, 'acs-trouble')
})
