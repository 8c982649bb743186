import t from 'tap'
import { lockedCard, openSandbox, requestToken } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { checkAccess, checkUncut, checkWidth, openDashboard, pay, rowOf } from './dashboard.ts'

const browser = await openBrowser()

t.test('the first screen says what this is, and ticks its steps off as they happen', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = sandbox
  const page = await openDashboard(t, { url, browser })
  const first = page.getByTestId('no-payments')
  t.match(await first.textContent(), /stand-in for Halyk Bank.*EPAY_OAUTH_URL.*documented.*one stage/s)
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await checkWidth(t, page, `the first screen at ${width}`)
    await checkUncut(t, page, `the first screen at ${width}`)
  }
  await checkAccess(t, page, 'the first screen')
  for (const [name, heading] of [
    ['Documents', 'Documents'],
    ['Reference of the bank’s API', 'Reference'],
  ] as const) {
    const href = await page.getByTestId('read-on').getByRole('link', { name }).getAttribute('href')
    const text = await (await fetch(new URL(`/_sandbox/${href}`, url))).text()
    t.match(text, new RegExp(`<h1[^>]*>${heading}`), `${name} is there to read`)
  }
  const done = (n: number) => page.locator(`.start-step:nth-child(${n})[data-done]`)
  t.equal(await page.locator('[data-done]').count(), 0)
  await requestToken(sandbox, { invoiceID: '000000001' })
  await rowOf(page, 'payments', '000000001').waitFor()
  t.equal(await first.count(), 0, 'it gives way to the list')

  await page.getByRole('link', { name: 'Start', exact: true }).click()
  await done(2).waitFor()
  await page.getByRole('button', { name: 'Provoke' }).click()
  await page.getByText('The next payment declines with 484').waitFor()
  await pay(sandbox, '000000002', { typed: lockedCard })
  await done(3).waitFor()
  t.equal(await first.count(), 1, 'and is called back')
})
