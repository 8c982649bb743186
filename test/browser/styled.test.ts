import t from 'tap'
import { openBrowser, openTab } from './chromium.ts'
import { checkUncut, checkWidth } from './dashboard.ts'

const browser = await openBrowser()

for (const [name, check] of Object.entries({ checkWidth, checkUncut }))
  t.test(`${name} measures what is seen, with its style sheet`, async (t) => {
    const page = await openTab(t, browser, { viewport: { width: 390, height: 600 } })
    let deliver = () => {}
    const asked = new Promise<void>((resolve) => {
      page.route('https://shop.example/wide.css', (route) => {
        deliver = () => void route.fulfill({ contentType: 'text/css', body: 'p { max-width: 200px }' })
        resolve()
      })
    })
    const body =
      '<!doctype html><html><head><link rel="stylesheet" href="/wide.css"></head>' +
      '<body><div style="width: 200px; overflow-x: visible"><p style="width: 900px">wide</p></div></body></html>'
    await page.route('https://shop.example/', (route) => route.fulfill({ contentType: 'text/html', body }))
    await page.goto('https://shop.example/', { waitUntil: 'commit' })
    await asked
    await page.getByText('wide').waitFor()
    const checked = check(t, page, 'the page')
    // A check that does not wait has had its answer before this has one.
    await page.evaluate('1')
    deliver()
    await checked
  })
