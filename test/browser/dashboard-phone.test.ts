import t from 'tap'
import { turnOf } from '../share.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, openDashboard, rowOf } from './dashboard.ts'
import { lookAround, openMorning } from './dashboard-morning.ts'

const browser = await openBrowser()
const sandbox = await openMorning(t)

t.test('every view on a phone, by night', async (t) => {
  const viewport = { width: 320, height: 640 }
  const options = { colorScheme: 'dark', viewport, hasTouch: true, isMobile: true } as const
  const page = await openDashboard(t, { url: sandbox.url, browser }, options)
  await lookAround(t, page, { url: sandbox.url, name: 'phone' })
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

for (const colorScheme of turnOf(['light', 'dark'] as const satisfies string[], 0)) {
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
