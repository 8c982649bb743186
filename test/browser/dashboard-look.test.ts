import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { card, lockedCard, openPayform, paymentObject, requestToken, submitCard, tokenOf } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, checkWidth, openDashboard, openMerchantOf, pay, rowOf } from './dashboard.ts'

const browser = await openBrowser(t)
const sandbox = await createSandbox({ seed: 'dashboard' })
t.teardown(() => sandbox.close())

const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'

/** A morning at the bank: something of everything. */
const live = async () => {
  const { merchant, postLink } = await openMerchantOf(t)
  const buy = (invoiceId: string, amount: number, more: { typed?: object; order?: object } = {}) =>
    pay(sandbox, invoiceId, { ...more, order: { postLink, amount, accountId: 'customer1', ...more.order } })
  const goods = ['Tea', 'Two cups', 'Samovar', 'Honey', 'Baursak']
  for (let i = 0; i < 12; i += 1) {
    await buy(String(248_348_540 + i), 1000 + i * 370, { order: { description: goods[i % 5] } })
  }
  const { opened } = await buy('248348563', 12_345.5, { typed: lockedCard })
  await submitCard(sandbox, opened.page, card)
  await requestToken(sandbox, { invoiceID: '248348564', client_secret: 'wrong' })
  await sandbox.rules.add({ when: { amount: { min: 50_000 } }, then: { reasonCode: 484 } })
  await sandbox.rules.add({ then: { postlink: { copies: 2 } }, times: 1 })
  await buy('248348565', 4200)
  await buy('248348566', 75_000, { order: { description: 'Samovar, silver' } })
  const held = { token: { invoiceID: '248348567', terminal: twoStages } }
  const accessToken = await tokenOf(sandbox, held.token)
  const order = paymentObject(accessToken, { invoiceId: '248348567', terminal: twoStages, postLink })
  await submitCard(sandbox, (await openPayform(sandbox, order)).page)
  merchant.answer = async () => 500
  await buy('248348568', 2500)
  const waiting = await tokenOf(sandbox, { invoiceID: '248348569', amount: '900' })
  await openPayform(
    sandbox,
    paymentObject(waiting, { invoiceId: '248348569', amount: 900, description: 'Jam' }),
  )
}
await live()

const hashes: Record<string, string> = {
  payments: 'payments',
  payment: 'payments/248348563',
  'postlink-failed': 'payments/248348568',
  refused: 'payments/248348564',
  'nothing-fits': 'payments?q=nothing',
  postlinks: 'postlinks',
  journal: 'journal',
  rules: 'rules',
  scenarios: 'scenarios',
  clock: 'clock',
  codes: 'codes',
  cards: 'cards',
  connect: 'connect/WooCommerce',
  workspaces: 'workspaces',
}

const lookAt = async (t: Test, page: Page, name: string) => {
  for (const [view, hash] of Object.entries(hashes)) {
    await page.goto(`${sandbox.url}/_sandbox/#/${hash}`)
    await page.locator(`main[data-view="${hash.split(/[/?]/)[0]}"] h1`).waitFor({ state: 'attached' })
    // What a view asks of the server is there when nothing is asked any more but the stream.
    await page.waitForTimeout(250)
    await checkWidth(t, page, view)
    await checkAccess(t, page, view)
    await screenshot(page, `dashboard-${name}-${view}`)
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`every view in ${colorScheme}`, async (t) => {
    const options = { colorScheme, viewport: { width: 1280, height: 800 } }
    const page = await openDashboard(t, { url: sandbox.url, browser }, options)
    await lookAt(t, page, colorScheme)
  })
}

t.test('the picture of the README', async (t) => {
  const options = { viewport: { width: 1204, height: 570 } }
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'payments/248348563' }, options)
  await page.getByTestId('timeline').getByText('Page done').waitFor()
  await screenshot(page, 'dashboard')
})

t.test('every view on a phone', async (t) => {
  const options = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }
  const page = await openDashboard(t, { url: sandbox.url, browser }, options)
  await lookAt(t, page, 'phone')
})

t.test('on a phone the list gives way to the payment, and the views are in a menu', async (t) => {
  const options = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }
  const page = await openDashboard(t, { url: sandbox.url, browser }, options)
  await rowOf(page, 'payments', '248348563').click()
  await page.getByTestId('detail-invoice').getByText('248348563').waitFor()
  t.notOk(await page.getByTestId('search').isVisible())
  await page.getByRole('link', { name: 'Close' }).click()
  await page.getByTestId('search').waitFor()
  await page.getByRole('button', { name: 'Views' }).click()
  await checkAccess(t, page, 'the menu')
  await screenshot(page, 'dashboard-phone-menu')
  await page.getByRole('link', { name: 'Reason codes' }).click()
  await page.getByRole('heading', { name: 'Reason codes', level: 1 }).waitFor()
  t.notOk(await page.getByRole('button', { name: 'Reset…' }).isVisible(), 'the menu is closed')
})

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`dialogs, the empty list and the question for the token in ${colorScheme}`, async (t) => {
    const page = await openDashboard(
      t,
      { url: sandbox.url, browser, hash: 'payments/248348568' },
      { colorScheme },
    )
    await page.getByRole('button', { name: 'Edit and send…' }).click()
    await checkAccess(t, page, 'edit and send')
    await screenshot(page, `dashboard-${colorScheme}-edit`)
    await page.keyboard.press('Escape')
    await page.getByTestId('help').click()
    await checkAccess(t, page, 'the keys')
    await screenshot(page, `dashboard-${colorScheme}-keys`)
    await page.keyboard.press('Escape')
    await page.getByTestId('reset').click()
    await checkAccess(t, page, 'the reset')
    await page.goto(`${sandbox.url}/w/empty-${colorScheme}/_sandbox/`)
    await page.getByTestId('no-payments').waitFor()
    await checkAccess(t, page, 'the empty list')
    await screenshot(page, `dashboard-${colorScheme}-empty`)
  })
}
