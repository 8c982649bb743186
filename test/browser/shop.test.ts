import t from 'tap'
import { matches } from '../matches.ts'
import { card, lockedCard } from '../world.ts'
import { screenshot } from './chromium.ts'
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

const languages = [
  { language: 'rus', lang: 'ru', title: 'Оплата заказа', pay: 'Оплатить', done: 'Оплата прошла' },
  { language: 'kaz', lang: 'kk', title: 'Тапсырысты төлеу', pay: 'төлеу', done: 'Төлем сәтті өтті' },
  { language: 'eng', lang: 'en', title: 'Pay for your order', pay: 'Pay', done: 'Payment successful' },
]

for (const { language, lang, title, pay, done } of languages) {
  t.test(
    `a buyer pays on the page in the language ${language}, and the postlink pays the order`,
    async (t) => {
      const page = await openPage(t, browser)
      await stopCount(page)
      await holdReturn(page, shop)
      await shopFor(page, shop.url, { language, price: '12345.5' })

      await page.getByRole('heading', { name: title, exact: true }).waitFor()
      t.equal(await page.locator('html').getAttribute('lang'), lang)
      t.equal(await page.getByTestId('order-amount').textContent(), '12\u00a0345,50\u00a0₸')
      t.match(await page.getByTestId('pay').textContent(), pay)
      const invoiceId = await invoiceOn(page)
      await screenshot(page, `page-${language}`)
      await typeCard(page, card)

      await page.getByTestId('result-ok').waitFor()
      t.equal(await page.locator('html').getAttribute('lang'), lang)
      t.equal(await page.getByRole('heading', { level: 1 }).textContent(), done)
      t.match(await page.getByTestId('receipt').textContent(), '440563...5096')
      await screenshot(page, `result-${language}`)
      await returnToShop(page)
      await page.waitForURL(`${shop.url}/order/${invoiceId}`)
      t.equal(await page.getByTestId('order-state').textContent(), 'paid')

      t.equal(await shop.settledBy(invoiceId), 'POST /postlink')
      matches(t, await sandbox.waitForPostlink(invoiceId), {
        kind: 'success',
        state: 'delivered',
        attempts: [{ status: 200, responseBody: '{"status":"ok"}' }],
      })
      const order = await shop.order(invoiceId)
      matches(t, order, { state: 'paid', amount: 12345.5, currency: 'KZT' })
      const [payment] = (await sandbox.payments()).filter((payment) => payment.invoiceId === invoiceId)
      t.equal(order.transactionId, payment?.id)
    },
  )
}

t.test('one click fills in a test card, another one pays, and a buyer may stay at the receipt', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await shopFor(page, shop.url)
  await page.getByTestId('test-card-377514500004820').click()
  t.equal(await page.getByTestId('pan').inputValue(), '3775 145000 04820')
  t.equal(await page.getByTestId('expiry').inputValue(), '01 / 28')
  t.equal(await page.getByTestId('cvc').inputValue(), '0198')
  t.equal(await page.getByTestId('brand').textContent(), 'AMEX')
  const invoiceId = await invoiceOn(page)
  await page.getByTestId('pay').click()
  await page.getByTestId('stay').click()
  await page.getByText('You are staying on this page').waitFor({ state: 'attached' })
  await returnToShop(page)
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
})

t.test('a locked card is declined and an unlocked one pays on the same page', async (t) => {
  const page = await openPage(t, browser)
  await holdReturn(page, shop)
  await shopFor(page, shop.url)
  const invoiceId = await invoiceOn(page)
  const paymentPage = page.url()
  await typeCard(page, lockedCard)

  const decline = page.getByTestId('decline')
  await decline.waitFor()
  t.match(await decline.textContent(), 'Payment declined')
  t.equal(await decline.getByTestId('attempts-left').textContent(), '2 attempts left')
  t.equal(new URL(page.url()).pathname, new URL(paymentPage).pathname)
  await screenshot(page, 'decline')
  matches(t, await sandbox.waitForPostlink(invoiceId), { kind: 'failure', state: 'delivered' })
  t.equal(shop.orders.get(invoiceId)?.state, 'unpaid')
  await page.reload()
  t.equal(await page.getByTestId('attempts-left').textContent(), '2 attempts left', 'a reload pays nothing')

  await payWithTestCard(page, card.pan)
  await page.getByTestId('result-ok').waitFor()
  await page.waitForURL(`${shop.url}/order/${invoiceId}`) // by itself, after some seconds
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  t.equal(await shop.settledBy(invoiceId), 'POST /postlink')
})

t.test('the third decline ends the page, and the order stays unpaid', async (t) => {
  const page = await openPage(t, browser)
  await shopFor(page, shop.url)
  const invoiceId = await invoiceOn(page)
  for (const left of ['2 attempts left', '1 attempt left']) {
    await payWithTestCard(page, lockedCard.pan)
    await page.getByText(left).waitFor()
  }
  await payWithTestCard(page, lockedCard.pan)
  await page.getByTestId('result-failed').waitFor()
  await screenshot(page, 'result-failed')
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'unpaid')
})

t.test('a mistyped card is explained beside its field and costs no attempt', async (t) => {
  const page = await openPage(t, browser)
  await shopFor(page, shop.url)
  await typeCard(page, { ...card, pan: '4405639704015095', cvc: '32' })
  t.match(await page.getByTestId('error-pan').textContent(), 'mistake')
  t.match(await page.getByTestId('error-cvc').textContent(), '3 digits')
  t.equal(await page.getByTestId('pan').getAttribute('aria-invalid'), 'true')
  t.equal(await page.getByTestId('attempts-left').textContent(), '3 attempts left')
  await screenshot(page, 'mistyped')
})
