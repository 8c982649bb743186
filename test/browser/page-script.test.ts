import type { Page } from 'playwright-core'
import t from 'tap'
import { card } from '../world.ts'
import { focusNumber, openPage, openTown, shopFor, typeCard } from './shopping.ts'

const { shop, browser } = await openTown(t)

const amex = { pan: '377514500004820', shown: '3775 145000 04820' }

/** The page's script is kept back until it is let go. */
const holdScript = async (page: Page) => {
  const { promise, resolve: letGo } = Promise.withResolvers<void>()
  await page.route('**/payform/form.js', async (route) => {
    await promise
    await route.continue()
  })
  return letGo
}

t.test('nothing can be pressed before the page’s script is there', async (t) => {
  const page = await openPage(t, browser)
  await page.addInitScript(() => {
    const count = () => {
      const got = globalThis as unknown as { frames_: number; requestAnimationFrame(run: () => void): void }
      got.frames_ = (got.frames_ ?? 0) + 1
      got.requestAnimationFrame(count)
    }
    count()
  })
  const letGo = await holdScript(page)
  await page.goto(`${shop.url}/`)
  await page.getByTestId('buy').click()
  await page.getByTestId('test-card-377514500004820').waitFor({ state: 'attached' })
  // The parser has seen the whole page. A browser that painted it would have had a frame by now.
  for (let looks = 0; looks < 50; looks++) t.equal(await page.evaluate('frames_'), 1)
  const click = page.getByTestId('test-card-377514500004820').click()
  letGo()
  await click
  t.equal(await page.getByTestId('pan').inputValue(), amex.shown)
  t.match(new URL(page.url()).pathname, /\/payform\/$/, 'the form was not sent to be filled in')
})

t.test('a press that came before the script all the same fills in the same', async (t) => {
  const page = await openPage(t, browser)
  const letGo = await holdScript(page)
  await page.goto(`${shop.url}/`)
  await page.getByTestId('buy').click()
  await page.getByTestId('test-card-377514500004820').waitFor({ state: 'attached' })
  await page.getByTestId('test-card-377514500004820').dispatchEvent('click')
  await page.waitForURL('**/payform/pay', { waitUntil: 'commit' })
  await page.getByTestId('pan').waitFor({ state: 'attached' })
  const filled = async () =>
    Promise.all(['pan', 'expiry', 'cvc', 'holder'].map((name) => page.getByTestId(name).inputValue()))
  const expected = [amex.shown, '01 / 28', '0198', 'TEST CARDHOLDER']
  t.same(await filled(), expected)
  letGo()
  await page.getByTestId('brand').filter({ hasText: 'AMEX' }).waitFor()
  t.same(await filled(), expected)
})

t.test('what was typed before the script came is read as if it had been there', async (t) => {
  const page = await openPage(t, browser)
  const letGo = await holdScript(page)
  await page.goto(`${shop.url}/`)
  await page.getByTestId('buy').click()
  await page.getByTestId('cvc').waitFor({ state: 'attached' })
  const type = (name: string, text: string) =>
    page.getByTestId(name).evaluate((input, text) => Object.assign(input, { value: text }), text)
  await type('pan', amex.pan)
  await type('expiry', '2028-01')
  letGo()
  await page.getByTestId('brand').filter({ hasText: 'AMEX' }).waitFor()
  t.equal(await page.getByTestId('pan').inputValue(), amex.shown)
  t.equal(await page.getByTestId('expiry').inputValue(), '01 / 28')
  t.equal(await page.getByTestId('cvc').getAttribute('placeholder'), '••••')
})

t.test(
  'a number may be pasted with its spaces, corrected in the middle, and filled in by the browser',
  async (t) => {
    const page = await openPage(t, browser)
    await shopFor(page, shop.url)
    const pan = page.getByTestId('pan')
    await focusNumber(page)
    await page.keyboard.insertText(' 4405-6397 0401 5095 ')
    t.equal(await pan.inputValue(), '4405 6397 0401 5095')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('6')
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('7')
    t.equal(await pan.inputValue(), '4405 6397 0701 5096')
    t.equal(await pan.evaluate('document.activeElement.selectionStart'), 12, 'the caret stays where it was')
    // Autofill sets the value and tells it with these events.
    await page.getByTestId('expiry').evaluate((input) => {
      Object.assign(input, { value: '01/2027' })
      input.dispatchEvent(new Event('input', { bubbles: true }))
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
    t.equal(await page.getByTestId('expiry').inputValue(), '01 / 27')
    t.same(
      await Promise.all(
        ['pan', 'expiry', 'cvc', 'holder'].map((name) => page.getByTestId(name).getAttribute('autocomplete')),
      ),
      ['cc-number', 'cc-exp', 'cc-csc', 'cc-name'],
    )
  },
)

t.test('while it pays the page says so, keeps the focus, and sends nothing twice', async (t) => {
  const page = await openPage(t, browser)
  await shopFor(page, shop.url)
  // No content: the browser stays on a page that believes to be leaving.
  await page.route('**/payform/pay', (route) => route.fulfill({ status: 204 }))
  await page.locator('form#card').evaluate((form) => {
    // Asked where the event ends up, after the page's own script, whichever of the two came first.
    form.ownerDocument.addEventListener('submit', ({ defaultPrevented }: { defaultPrevented: boolean }) => {
      form.dataset.sent = `${form.dataset.sent ?? ''}${defaultPrevented ? 'no ' : 'yes '}`
    })
  })
  await typeCard(page, card)
  const button = page.getByTestId('pay')
  await page.locator('form[aria-busy="true"]').waitFor()
  t.match(await button.textContent(), 'Processing the payment…')
  t.equal(await page.getByTestId('status').textContent(), 'Processing the payment…', 'said aloud')
  t.equal(await button.getAttribute('aria-disabled'), 'true')
  t.equal(await page.evaluate('document.activeElement.id'), 'holder')
  await page.keyboard.press('Enter')
  await button.dispatchEvent('click')
  // A browser that is leaving may not even ask the form again.
  t.match(await page.locator('form#card').getAttribute('data-sent'), /^yes (no )*$/)
})
