import t from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { lockedCard, requestToken, submitCard } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { onlyRow, openDashboard, openMerchantOf, pay, rowOf } from './dashboard.ts'

const browser = await openBrowser()

const openSandbox = async (t: { teardown(run: () => unknown): unknown }) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  return sandbox
}

t.test('an empty dashboard teaches, and a payment made elsewhere appears by itself', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, { url: sandbox.url, browser })
  t.match(await page.getByTestId('no-payments').textContent(), sandbox.url)
  const { postLink } = await openMerchantOf(t)
  await pay(sandbox, '000000101', { order: { postLink } })
  const row = rowOf(page, 'payments', '000000101')
  await row.getByText('CHARGE').waitFor()
  await row.getByText('delivered').waitFor()
  t.match(await row.textContent(), /100\u00a0₸.*440563\.\.\.5096/s)
  t.equal(await page.getByTestId('no-payments').count(), 0)
  t.equal(await page.locator('[data-count="payments"]').textContent(), '1')
})

t.test('the list is searched by invoice, mask, account and code, and filtered by status', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000201', { order: { accountId: 'anna' } })
  await pay(sandbox, '000000202', { order: { accountId: 'boris' }, typed: lockedCard })
  await requestToken(sandbox, { invoiceID: '000000203', client_secret: 'wrong' })
  const page = await openDashboard(t, { url: sandbox.url, browser })
  const invoices = async () => (await page.locator('.row-link').allTextContents()).sort()
  await rowOf(page, 'payments', '000000203').waitFor()
  t.same(await invoices(), ['000000201', '000000202', '000000203'])
  for (const [words, found] of [
    ['000000201', '000000201'],
    ['7597', '000000202'],
    ['ANNA', '000000201'],
    ['465', '000000202'],
    ['secret wrong', '000000203'],
  ] as const) {
    await page.getByTestId('search').fill(words)
    await onlyRow(page)
    t.same(await invoices(), [found], words)
  }
  await page.getByTestId('search').fill('nothing like it')
  await page.getByText('Nothing fits').waitFor()
  await page.getByTestId('search').fill('')
  // A list that was hidden draws its rows once it has been measured.
  await page.locator('.row-link').nth(2).waitFor()
  await page.getByRole('button', { name: /^declined/ }).click()
  t.same(await invoices(), ['000000202'])
  t.match(page.url(), /#\/payments\?status=declined$/)
  await page.reload()
  await rowOf(page, 'payments', '000000202').waitFor()
  t.same(await invoices(), ['000000202'], 'the address keeps the filter')
})

t.test('one payment is a timeline from its token to its postlink, at an address of its own', async (t) => {
  const sandbox = await openSandbox(t)
  const { postLink } = await openMerchantOf(t)
  const { opened } = await pay(sandbox, '000000301', { order: { postLink }, typed: lockedCard })
  await submitCard(sandbox, opened.page)
  await sandbox.waitForPostlink('000000301')
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'payments/000000301' })
  const timeline = page.getByTestId('timeline')
  await timeline.getByText('Page done').waitFor()
  t.same(await timeline.getByRole('heading', { level: 3 }).allTextContents(), [
    'Token issued to client “test”',
    'Payment page opened',
    'FAILED 465: Card is restricted',
    'Postlink',
    'CHARGE 100\u00a0₸',
    'Postlink',
    'Page done',
  ])
  t.match(await timeline.getByTestId('assumed').first().textContent(), /locked test card declines with 465/)
  const postlink = timeline.getByTestId('postlink').last()
  await postlink.getByText('Body', { exact: true }).click()
  t.match(await postlink.locator('[data-part="Body"] pre').textContent(), /"invoiceId": "000000301"/)
  t.equal(await page.getByTestId('detail-invoice').textContent(), '000000301')
})

t.test('a timeline grows while it is looked at, and what was opened stays open', async (t) => {
  const sandbox = await openSandbox(t)
  const { postLink } = await openMerchantOf(t)
  const { opened } = await pay(sandbox, '000000302', { order: { postLink }, typed: lockedCard })
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'payments/000000302' })
  const token = page.locator('[data-kind="token issued"] details').first()
  await token.locator('summary').first().click()
  await submitCard(sandbox, opened.page)
  await page.locator('.detail-head').getByText('CHARGE').waitFor()
  t.ok(await token.evaluate((details) => (details as unknown as { open: boolean }).open))
})

t.test('the keyboard goes through the list and between the views', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000401')
  await pay(sandbox, '000000402')
  const page = await openDashboard(t, { url: sandbox.url, browser })
  await rowOf(page, 'payments', '000000402').waitFor()
  const shown = page.getByTestId('detail-invoice')
  await page.keyboard.press('j')
  t.equal(await shown.textContent(), '000000402')
  await page.keyboard.press('j')
  t.equal(await shown.textContent(), '000000401')
  await page.keyboard.press('k')
  t.equal(await shown.textContent(), '000000402')
  await page.keyboard.press('Escape')
  await shown.waitFor({ state: 'hidden' })
  t.equal(await page.evaluate('document.activeElement.textContent'), '000000402', 'the focus is in the list')
  await page.keyboard.press('Enter')
  await shown.waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('000000401')
  await onlyRow(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('next and previous').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('heading', { name: 'Clock', level: 1 }).waitFor()
  t.match(page.url(), /#\/clock$/)
})

t.test('with JavaScript switched off the first page still tells what happened', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000000501')
  const context = await browser.newContext({ javaScriptEnabled: false })
  t.teardown(() => context.close())
  const page = await context.newPage()
  await page.goto(`${sandbox.url}/_sandbox/`)
  t.match(await rowOf(page, 'payments', '000000501').textContent(), /CHARGE.*440563\.\.\.5096/s)
})
