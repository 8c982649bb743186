import type { Frame, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { compressParams } from '../../contracts/params.ts'
import { card, lockedCard } from '../world.ts'
import { screenshot } from './chromium.ts'
import { styled } from './clipped.ts'
import { holdReturn, invoiceOn, openPage, openTown, shopFor, typeCard } from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

t.test('with JavaScript switched off the page takes the money and returns by itself', async (t) => {
  const page = await openPage(t, browser, { javaScriptEnabled: false })
  await holdReturn(page, shop)
  const payment = await shop.newPayment({ language: 'rus' })
  await page.goto(`${sandbox.payformUrl}?params=${compressParams(payment)}`)
  t.equal(await invoiceOn(page), payment.invoiceId)

  await typeCard(page, lockedCard)
  await page.getByTestId('decline').waitFor()
  await page.getByTestId(`test-card-${card.pan}`).click()
  await page.locator(`[data-testid="pan"][value="4405 6397 0401 5096"]`).waitFor()
  t.equal(await page.getByTestId('cvc').inputValue(), card.cvc)
  await page.getByTestId('pay').click()

  await page.getByTestId('result-ok').waitFor()
  t.match(new URL(page.url()).search, /^\?page=/)
  await screenshot(page, 'result-without-script')
  await page.waitForURL(payment.backLink)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  t.equal(await shop.settledBy(payment.invoiceId), 'POST /postlink')
})

t.test('with JavaScript switched off a mistyped card comes back explained', async (t) => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  t.teardown(() => page.close())
  const payment = await shop.newPayment()
  await page.goto(`${sandbox.payformUrl}?params=${compressParams(payment)}`)
  await typeCard(page, { ...card, pan: '4405639704015095' })
  await page.getByTestId('error-summary').waitFor()
  t.match(await page.getByTestId('error-pan').textContent(), 'mistake')
  t.equal(await page.getByTestId('cvc').inputValue(), '', 'a CVC is never sent back')
  t.equal(await page.getByTestId('attempts-left').textContent(), '3 attempts left')
})

const widthOf = async (where: Page | Frame) => {
  await styled(where)
  return where.evaluate<number>('document.documentElement.scrollWidth')
}

const phones = [
  { width: 390, height: 844 },
  { width: 320, height: 568 },
]
for (const viewport of phones) {
  const phone = { viewport, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
  const fits = async (t: Test, page: Page, name: string) => {
    await screenshot(page, `phone-${viewport.width}-${name}`)
    t.equal(await widthOf(page), viewport.width, `${name} fits`)
  }

  t.test(`on a phone ${viewport.width} pixels wide nothing sticks out`, async (t) => {
    const page = await openPage(t, browser, phone)
    for (const language of ['rus', 'kaz', 'eng']) {
      await shopFor(page, shop.url, { language, price: '98765432.1' })
      await page.getByTestId('pan').waitFor()
      await fits(t, page, `page-${language}`)
    }
    await page.goto(`${shop.url}/`)
    await fits(t, page, 'shop')
    await page.goto(`${sandbox.url}/_sandbox/`)
    await fits(t, page, 'home')
  })

  t.test(`on a phone ${viewport.width} pixels wide the widget fits too`, async (t) => {
    const page = await openPage(t, browser, phone)
    await shopFor(page, shop.url, { language: 'kaz', press: 'buy-widget' })
    await page.frameLocator('.widgetScreen iframe').getByTestId('pan').waitFor()
    await fits(t, page, 'widget')
    const frame = page.frames().find((frame) => frame.url().startsWith(sandbox.payformUrl))
    t.ok(frame && (await widthOf(frame)) <= viewport.width)
  })
}

t.test('a page that cannot be opened says why, on a phone too', async (t) => {
  const page = await browser.newPage({ viewport: { width: 320, height: 568 }, isMobile: true })
  t.teardown(() => page.close())
  const payment = { ...(await shop.newPayment()), amount: 5, backLink: 'javascript:shop' }
  await page.goto(`${sandbox.payformUrl}?params=${compressParams(payment)}`)
  await page.getByTestId('page-error').waitFor()
  t.equal(await page.getByTestId('problem-backLink').count(), 1)
  await screenshot(page, 'phone-320-error')
  t.equal(await widthOf(page), 320)
})
