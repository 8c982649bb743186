import t from 'tap'
import { matches } from '../matches.ts'
import { card } from '../world.ts'
import { listening, rowOf } from './dashboard.ts'
import { invoiceOn, openPage, openTown, payWithTestCard, returnToShop, typeCard } from './shopping.ts'

const { sandbox, browser } = await openTown(t)

t.test('a newcomer makes a test payment from the first page and sees it there', async (t) => {
  const page = await openPage(t, browser)
  await page.goto(sandbox.url)
  t.equal(page.url(), `${sandbox.url}/_sandbox/`)
  await page.getByTestId('no-payments').waitFor()
  await page.getByRole('banner').getByRole('link', { name: 'Make a test payment' }).click()
  await page.getByTestId('buy').click()
  const invoiceId = await invoiceOn(page)
  await typeCard(page, card)
  await returnToShop(page)
  await page.waitForURL(`${sandbox.url}/_sandbox/shop/order/${invoiceId}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  matches(t, await sandbox.waitForPostlink(invoiceId), { kind: 'success', state: 'delivered' })

  await page.goto(`${sandbox.url}/_sandbox/`)
  const payment = rowOf(page, 'payments', invoiceId)
  t.match(await payment.textContent(), /CHARGE.*440563\.\.\.5096/s)
  await page.getByRole('link', { name: 'Postlinks' }).click()
  const postlink = rowOf(page, 'postlinks', invoiceId)
  t.match(await postlink.textContent(), /delivered.*about a payment.*200/s)
})

t.test('a workspace has a first page, a shop and payments of its own', async (t) => {
  const page = await openPage(t, browser)
  await page.goto(`${sandbox.url}/w/other`)
  t.equal(page.url(), `${sandbox.url}/w/other/_sandbox/`)
  await page.getByTestId('no-payments').waitFor()
  await page.getByTestId('test-payment').click()
  await page.getByTestId('buy').click()
  const invoiceId = await invoiceOn(page)
  t.match(page.url(), `${sandbox.url}/w/other/payform/`)
  await payWithTestCard(page, card.pan)
  await returnToShop(page)
  await page.waitForURL(`${sandbox.url}/w/other/_sandbox/shop/order/${invoiceId}`)
  t.equal(await page.getByTestId('order-state').textContent(), 'paid')
  await page.goto(`${sandbox.url}/w/other/_sandbox/`)
  await rowOf(page, 'payments', invoiceId).waitFor()
  await page.goto(sandbox.url)
  await listening(page)
  t.notMatch(await page.locator('main').textContent(), invoiceId)
})
