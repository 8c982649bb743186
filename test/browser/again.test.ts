import t from 'tap'
import { matches } from '../matches.ts'
import { card, lockedCard, submitCard } from '../world.ts'
import { askingCard, toIssuer } from './issuer.ts'
import {
  invoiceOn,
  openPage,
  openTown,
  payWithTestCard,
  returnToShop,
  shopFor,
  stopCount,
  typeCard,
} from './shopping.ts'

/** Reload, Back, and the same page in two tabs. */

const { sandbox, shop, browser } = await openTown(t)

const paymentsOf = async (invoiceId: string) =>
  (await sandbox.payments()).filter((payment) => payment.invoiceId === invoiceId)

t.test('Back after paying shows the receipt, and nobody is sent to the shop again', async (t) => {
  const page = await openPage(t, browser)
  await shopFor(page, shop.url)
  const invoiceId = await invoiceOn(page)
  await typeCard(page, card)
  await page.waitForURL(`${shop.url}/order/${invoiceId}`) // by itself, after some seconds
  await page.goBack()
  await page.getByTestId('result-ok').waitFor()
  t.equal(await page.getByTestId('return-countdown').isVisible(), false, 'who came back stays')
  await returnToShop(page)
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal((await paymentsOf(invoiceId)).length, 1)
})

t.test('a reload after paying shows the receipt, and the way back is counted anew', async (t) => {
  const page = await openPage(t, browser)
  await stopCount(page)
  await shopFor(page, shop.url)
  const invoiceId = await invoiceOn(page)
  await typeCard(page, card)
  const count = page.getByTestId('return-countdown')
  await count.getByText('in 10 seconds').waitFor()
  await page.clock.runFor(3000)
  await count.getByText('in 7 seconds').waitFor()
  await page.reload()
  await count.getByText('in 10 seconds').waitFor()
  await page.clock.runFor(9000)
  await count.getByText('in 1 second').waitFor()
  await page.clock.runFor(1000)
  await page.waitForURL(`${shop.url}/order/${invoiceId}`)
  t.equal((await paymentsOf(invoiceId)).length, 1)
})

t.test('of two tabs at one page the second shows what the first has paid', async (t) => {
  const one = await openPage(t, browser)
  await shopFor(one, shop.url)
  const invoiceId = await invoiceOn(one)
  const two = await one.context().newPage()
  await two.goto(one.url())
  await typeCard(two, lockedCard)
  await two.getByText('2 attempts left').waitFor()
  await typeCard(one, card)
  await one.getByTestId('result-ok').waitFor()
  await payWithTestCard(two, card.pan)
  await two.getByTestId('result-ok').waitFor()
  t.same(
    (await paymentsOf(invoiceId)).map(({ reasonCode }) => reasonCode),
    [465, 0],
  )
})

t.test('a buyer who goes back from the issuer is offered the way there, and pays', async (t) => {
  const page = await openPage(t, browser)
  const invoiceId = await toIssuer(page, shop.url)
  await page.goBack()
  await page.getByTestId('issuer-continue').click()
  await page.getByTestId('acs-fill').click()
  await page.getByTestId('acs-submit').click()
  await page.getByTestId('result-ok').waitFor()
  matches(t, await paymentsOf(invoiceId), [{ status: 'CHARGE' }])
})

t.test(
  'with no attempt left, Back leads to the issuer who still waits, and in another tab too',
  async (t) => {
    const page = await openPage(t, browser)
    await shopFor(page, shop.url)
    const invoiceId = await invoiceOn(page)
    const address = page.url()
    const id = await page.locator('input[name="page"]').inputValue()
    for (let i = 0; i < 2; i++) await submitCard(sandbox, id, lockedCard)
    await typeCard(page, askingCard)
    await page.getByTestId('acs-code').waitFor()
    const code = await page.getByTestId('acs-right-code').textContent()
    await page.goBack()
    await page.getByTestId('acs-code').waitFor()
    const tab = await page.context().newPage()
    await tab.goto(address)
    t.equal(await tab.getByTestId('acs-right-code').textContent(), code, 'the same question')
    await tab.getByTestId('acs-fill').click()
    await tab.getByTestId('acs-submit').click()
    await tab.getByTestId('result-ok').waitFor()
    await page.reload()
    await page.getByTestId('result-ok').waitFor()
    t.same(
      (await paymentsOf(invoiceId)).map(({ status }) => status),
      ['FAILED', 'FAILED', 'CHARGE'],
    )
  },
)
