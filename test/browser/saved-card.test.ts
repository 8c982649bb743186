import t from 'tap'
import { matches } from '../matches.ts'
import { card } from '../world.ts'
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
} from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

const postlinkOf = async (invoiceId: string) => {
  const { body, ...rest } = await sandbox.waitForPostlink(invoiceId)
  return { ...rest, body: body as unknown as Record<string, unknown> }
}

t.test('a card saved by verification is charged from the shop, without the buyer', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await holdReturn(page, shop)
  await shopFor(page, shop.url, { press: 'save-card' })
  await page.getByRole('heading', { name: 'Save your card', exact: true }).waitFor()
  const verification = await invoiceOn(page)
  await screenshot(page, 'page-verification')
  await payWithTestCard(page, card.pan)
  await page.getByRole('heading', { name: 'Card saved', exact: true }).waitFor()
  await screenshot(page, 'result-verification')
  await returnToShop(page)
  await page.waitForURL(`${shop.url}/order/${verification}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'card saved')
  t.equal(await shop.settledBy(verification), 'POST /postlink')
  const { cardId } = await shop.order(verification)
  matches(t, (await postlinkOf(verification)).body, { code: 'ok', cardId, amount: 0, currency: 'USD' })

  await page.goto(`${shop.url}/`)
  await page.getByLabel('Price').fill('4990')
  await page.getByTestId('pay-saved').filter({ hasText: '440563...5096' }).click()
  await page.getByTestId('order-state').waitFor()
  const charge = page.url().split('/').at(-1) ?? ''
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  matches(t, await shop.order(charge), { state: 'paid', amount: 4990, cardId })
  matches(t, await postlinkOf(charge), { state: 'delivered', body: { code: 'ok', cardId, amount: 4990 } })
})

t.test('a card that the shop asked to save with an ordinary payment is charged later', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await holdReturn(page, shop)
  await shopFor(page, shop.url, { saveCard: true })
  const invoiceId = await invoiceOn(page)
  t.equal(await page.getByTestId('save-card').count(), 0, 'the page does not ask what the shop decided')
  await payWithTestCard(page, '5522042705066736')
  await returnToShop(page)
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal(await shop.settledBy(invoiceId), 'POST /postlink')
  const { cardId } = await shop.order(invoiceId)

  await page.goto(`${shop.url}/`)
  await page.getByTestId('pay-saved').filter({ hasText: '552204...6736' }).click()
  await page.getByTestId('order-state').waitFor()
  const charge = page.url().split('/').at(-1) ?? ''
  matches(t, await postlinkOf(charge), { state: 'delivered', body: { code: 'ok', cardId } })
  matches(t, await shop.order(charge), { state: 'paid', cardId })
})

t.test(
  'a buyer who ticks "save this card" on the page gets a card id, and one who does not gets none',
  async (t) => {
    const page = await openPage(t, browser)
    for (const ticked of [true, false]) {
      await shopFor(page, shop.url)
      await page.getByTestId('save-card').setChecked(ticked)
      const invoiceId = await invoiceOn(page)
      await payWithTestCard(page, card.pan)
      await page.getByTestId('result-ok').waitFor()
      const { body } = await postlinkOf(invoiceId)
      t.match(body.cardId, ticked ? /^[0-9a-f-]{36}$/ : /^$/)
    }
  },
)

t.test('a saved card that the payment object names pays on the page, by its CVC alone', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  const [cardId = ''] = (await sandbox.payments()).flatMap((payment) => payment.cardId || [])
  const { invoiceId, ...order } = await shop.newPayment()
  const payment = { ...order, invoiceId, paymentType: 'cardId', cardId: { id: cardId } }
  const script = `<script src="${shop.bank}/payform/payment-api.js"></script>`
  shop.pages.set('/again', `${script}<script>halyk.pay(${JSON.stringify(payment)})</script>`)
  await page.goto(`${shop.url}/again`)
  await page.getByTestId('saved-card').waitFor()
  t.equal(await page.getByTestId('saved-card').textContent(), '440563...5096')
  t.equal(await page.getByTestId('pan').count(), 0)
  await screenshot(page, 'page-saved-card')
  await page.getByTestId('cvc').focus()
  await page.keyboard.type('32')
  await page.keyboard.press('Enter')
  t.equal(await page.getByTestId('error-cvc').textContent(), 'The CVC has 3 digits')
  await page.keyboard.type('1')
  await page.keyboard.press('Enter')
  await page.getByTestId('result-ok').waitFor()
  matches(t, (await postlinkOf(invoiceId)).body, { code: 'ok', cardId, cardMask: '440563...5096' })
})
