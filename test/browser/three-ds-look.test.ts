import t from 'tap'
import { screenshot } from './chromium.ts'
import { toIssuer } from './issuer.ts'
import { openPage, openTown } from './shopping.ts'

const { shop, browser } = await openTown(t)
t.setTimeout(120_000)

const screens = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
  small: { width: 320, height: 568 },
}

for (const [name, viewport] of Object.entries(screens)) {
  t.test(`the issuer’s page fits a ${name} screen in three languages, by day and by night`, async (t) => {
    for (const language of ['rus', 'kaz', 'eng']) {
      const colorScheme = language === 'kaz' ? 'dark' : 'light'
      const page = await openPage(t, browser, { viewport, colorScheme })
      await toIssuer(page, shop.url, { language, price: '1234567.89' })
      await screenshot(page, `acs-${name}-${language}`)
      await page.getByTestId('acs-code').fill('1')
      await page.getByTestId('acs-submit').click()
      await page.getByTestId('acs-error').waitFor()
      const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      t.ok(Number(wider) <= 0, `nothing is scrolled sideways in ${language}`)
      await screenshot(page, `acs-${name}-${language}-wrong`)
    }
  })
}
