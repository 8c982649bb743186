import t from 'tap'
import { share } from '../share.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { openDashboard } from './dashboard.ts'
import { lookAround, lookAtEveryWidth, openMorning } from './dashboard-morning.ts'
import { checkPicture } from './picture.ts'

const browser = await openBrowser()
const sandbox = await openMorning(t)

t.test('every view by day; dashboard-phone.test.ts sees them by night', async (t) => {
  const options = { colorScheme: 'light', viewport: { width: 1280, height: 800 } } as const
  const page = await openDashboard(t, { url: sandbox.url, browser }, options)
  await lookAround(t, page, { url: sandbox.url, name: 'light' })
})

// By day and by night every view is seen in English: in a short run the widths are seen in the other two.
const locales = share === 1 ? ['en', 'ru', 'kk'] : ['ru', 'kk']

for (const locale of locales) {
  t.test(`every view at four widths in ${locale}, with real and with the longest texts`, async (t) => {
    const page = await openDashboard(t, { url: sandbox.url, browser }, { colorScheme: 'light', locale })
    await lookAtEveryWidth(t, page, { url: sandbox.url, locale, locales })
  })
}

t.test('the language is switched, and the view stays', async (t) => {
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'clock' })
  await page.getByTestId('lang-ru').click()
  await page.getByRole('heading', { name: 'Часы', level: 1 }).waitFor()
  t.match(page.url(), /#\/clock$/)
  await page.goto(`${sandbox.url}/_sandbox/#/rules`)
  await page.getByRole('heading', { name: 'Правила', level: 1 }).waitFor()
})

t.test('the picture of the README', async (t) => {
  const options = { viewport: { width: 1204, height: 570 } }
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'payments/248348563' }, options)
  await page.getByTestId('timeline').getByText('Page done').waitFor()
  await screenshot(page, 'dashboard')
  await checkPicture(t, browser, 'dashboard')
})
