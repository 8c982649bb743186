import t from 'tap'
import { matches } from '../matches.ts'
import { cancelLink, makeLink, makeQr, qrStatus } from '../story/links-and-codes.ts'
import { card, openMerchant, openSandbox } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { openPage, payWithTestCard } from './shopping.ts'

const sandbox = await openSandbox(t, { seed: 'browser', clock: 'system' })
const merchant = await openMerchant(t)
const browser = await openBrowser()

const links = { post_link: `${merchant.url}/paid`, back_link: `${merchant.url}/thanks`, language: 'eng' }

t.test('a buyer opens the link of a letter, pays, and the shop is told', async (t) => {
  const page = await openPage(t, browser)
  const { url } = await makeLink(sandbox, { ...links, invoice_id: '25458124232312321' })
  await page.goto(url)
  t.equal(new URL(page.url()).pathname, '/payform/')
  t.equal(await page.getByTestId('order-invoice').textContent(), '25458124232312321')
  t.equal(await page.getByTestId('order-email').textContent(), 'buyer@shop.example')
  await payWithTestCard(page, card.pan)
  await page.getByTestId('result-ok').waitFor()
  const { state, body } = await sandbox.waitForPostlink('25458124232312321')
  t.equal(state, 'delivered')
  matches(t, body, { code: 'ok', invoiceId: '25458124232312321', amount: 100 })
  t.equal(await page.getByTestId('return').getAttribute('href'), `${merchant.url}/thanks`)

  await page.goto(url)
  await page.getByTestId('result-ok').waitFor()
  t.equal((await sandbox.payments()).length, 1, 'opened again it shows that it is paid')
})

t.test('without a back_link there is nothing to return to, and nothing breaks', async (t) => {
  const page = await openPage(t, browser)
  const { url } = await makeLink(sandbox, { invoice_id: '000000002', language: 'kaz' })
  await page.goto(url)
  await payWithTestCard(page, card.pan)
  await page.getByTestId('result-ok').waitFor()
  t.equal(await page.getByTestId('return').count(), 0)
})

t.test('a cancelled link is explained on a page that looks like the bank’s', async (t) => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const missing: string[] = []
  page.on('response', (answer) => {
    if (answer.status() >= 400 && answer.url() !== url) missing.push(answer.url())
  })
  const { url, id } = await makeLink(sandbox, { invoice_id: '000000003', language: 'rus' })
  await cancelLink(sandbox, id)
  const answer = await page.goto(url)
  t.equal(answer?.status(), 400)
  await page.getByTestId('page-error').waitFor()
  t.match(await page.getByTestId('problem-id').textContent(), /cancelled/)
  t.same(missing, [], 'its style and script are there')
  await screenshot(page, 'invoice-link-cancelled')
})

t.test('a code is shown as a picture, and its link pays like a scan', async (t) => {
  const page = await openPage(t, browser)
  const order = { invoiceID: '000000004' }
  const { url, billNumber, accessToken } = await makeQr(sandbox, { postLink: merchant.url }, order)
  const picture = `${sandbox.url}/homebank/qr.svg?billNumber=${billNumber}`
  const body = `<img src="${picture}" width="300" alt="Scan to pay">`
  await page.route('**/shop', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(`${sandbox.url}/shop`)
  const { width, height } = (await page.locator('img').boundingBox()) ?? {}
  t.same([width, height], [300, 300])
  t.equal(await page.evaluate('document.images[0].decode().then(() => "drawn")'), 'drawn')
  await screenshot(page, 'qr-code')
  await page.goto(url)
  await payWithTestCard(page, card.pan)
  await page.getByTestId('result-ok').waitFor()
  matches(t, await sandbox.waitForPostlink('000000004'), { state: 'delivered' })
  matches(t, await qrStatus(sandbox, accessToken), { status: 'PAID' })
})
