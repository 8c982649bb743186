import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { compressParams } from '../../contracts/params.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { openBrowser } from '../browser/chromium.ts'
import { listening } from '../browser/dashboard.ts'
import { matches } from '../matches.ts'
import { certifyReport } from '../report.ts'
import { seed, share } from '../share.ts'
import { askingCard } from '../story/issuer.ts'
import {
  card,
  control,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  requestToken,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'
import { lines, markup } from './values.ts'

/** Texts that would call `hostile()` are put wherever a text may stand, and looked at in a real browser. */

const browser = await openBrowser()
const texts = [...markup, ...lines]

/** Four at a time: every field of a page has another one. */
type Group = [string, string, string, string]
const groups = Array.from({ length: Math.ceil(texts.length / 4) }, (_, i) =>
  [0, 1, 2, 3].map((k) => texts[(4 * i + k) % texts.length] as string),
) as Group[]

/** In a short run every third, another third for each page; the dashboard shows all of them at once. */
const turnOfPage = (nth: number) =>
  share === 1 ? groups : groups.filter((_, index) => (index + nth + seed) % 3 === 0)

const short = (text: string, length: number) => text.slice(0, length).toWellFormed()

interface Test {
  teardown(run: () => unknown): unknown
  fail(message: string): unknown
}

/** A page that fails the test when anything that was sent runs, or tried to and was stopped by the policy. */
const openWatched = async (t: Test, browser: Browser): Promise<Page> => {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  // The page writes a holder's name in capitals.
  for (const name of ['hostile', 'HOSTILE'])
    await context.exposeFunction(name, () => t.fail('what was sent has run'))
  context.on('dialog', (dialog) => t.fail(`a dialog opened: ${dialog.message()}`))
  context.on('weberror', (error) => t.fail(`script: ${error.error().message}`))
  context.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) t.fail(`stopped: ${message.text()}`)
  })
  return context.newPage()
}

interface Equal {
  equal(one: unknown, other: unknown, what: string): unknown
}

/** Nothing waits for a click or a key either. */
const check = async (t: Equal, page: Page) => {
  const found = page.locator(
    'a[href^="javascript:" i], form[action^="javascript:" i], [onerror], [onload], [onfocus], [onmouseover]',
  )
  t.equal(await found.count(), 0, `nothing on ${page.url().slice(0, 200)} can run`)
}

const look = async (t: Equal, page: Page, url: string) => {
  await page.goto(url, { waitUntil: 'load' })
  await check(t, page)
}

t.test('the watch sees what runs, and what the policy stops', async (t) => {
  const seen: string[] = []
  const page = await openWatched(
    { teardown: (run) => t.teardown(run), fail: (answer) => seen.push(answer) },
    browser,
  )
  await page.setContent('<img src=x onerror=hostile()>')
  await page.waitForFunction('true')
  const policy = `<meta http-equiv="content-security-policy" content="script-src 'none'">`
  await page.setContent(`${policy}<script>hostile()</script>`)
  matches(t, seen, [/has run/, /stopped: /])
})

const order = ([one, two, three, four]: Group) => ({
  description: short(one, 40),
  name: short(two, 128),
  email: short(three, 200),
  phone: short(four, 32),
  accountId: short(four, 200),
  data: short(two, 2000),
  language: 'eng',
  ipCity: short(three, 100),
  failureBackLink: 'https://shop.example/?a="><script>hostile()</script>',
})

t.test('hostile orders, holders and mistakes run nothing on the payment page', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openWatched(t, browser)
  for (const [i, group] of turnOfPage(0).entries()) {
    const invoiceId = String(i + 1).padStart(6, '0')
    const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
    const opened = await openPayform(sandbox, paymentObject(accessToken, { invoiceId, ...order(group) }))
    const way = `${sandbox.payformUrl}?page=${opened.page}`
    await look(t, page, way)
    const [pan, expiry, cvc, holder] = group
    for (const [field, text] of Object.entries({ pan, expiry, cvc, holder }))
      await page.getByTestId(field).evaluate((input, value) => Object.assign(input, { value }), text)
    await page.locator('#card').evaluate((form) => (form as unknown as { submit(): void }).submit())
    await page.getByTestId('error-pan').waitFor()
    await check(t, page)
    await submitCard(sandbox, opened.page, { ...card, holder: 'CODE 484' })
    await look(t, page, `${way}&isShortForm=true`)
    await submitCard(sandbox, opened.page, card)
    await look(t, page, `${sandbox.payformUrl}result?page=${opened.page}`)
  }
})

t.test('links that are scripts, and a page of nothing but mistakes, open as a page of errors', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openWatched(t, browser)
  for (const [one, two, three, four] of turnOfPage(1)) {
    const links = { backLink: one, failureBackLink: two, postLink: three, currency: four, [two]: one }
    const payment = Object.entries({ ...paymentObject('x'), ...links }).map(([name, value]) => [
      name.toWellFormed(),
      typeof value === 'string' ? value.toWellFormed() : value,
    ])
    const params = compressParams(Object.fromEntries(payment))
    await look(t, page, `${sandbox.payformUrl}?params=${params}`)
    t.ok(await page.getByTestId('page-error').isVisible())
    await look(t, page, `${sandbox.payformUrl}?${new URLSearchParams({ page: one, strip: two })}`)
  }
})

const terminal = '33333333-3333-4333-8333-333333333333'

t.test('hostile shops, links and codes run nothing on the issuer’s page', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openWatched(t, browser)
  for (const [i, group] of turnOfPage(2).entries()) {
    const [one, two, three] = group
    const shop = { id: terminal, client: 'test', shop: short(one, 128) }
    await control(sandbox, 'POST', 'merchants', { terminals: [shop] })
    const invoiceID = String(i + 1).padStart(6, '0')
    const accessToken = await tokenOf(sandbox, { invoiceID, terminal })
    const payment = paymentObject(accessToken, { invoiceId: invoiceID, terminal, ...order(group) })
    const opened = await openPayform(sandbox, payment)
    const { location } = await submitCard(sandbox, opened.page, askingCard())
    const MD = new URL(location, sandbox.url).searchParams.get('MD') ?? ''
    const TermUrl = `${sandbox.url}/payment/confirm?a=${encodeURIComponent(two.toWellFormed())}"'>${three}`
    await look(t, page, `${sandbox.url}/acs/?${new URLSearchParams({ MD, TermUrl })}`)
    t.ok(await page.getByTestId('acs-code').isVisible())
    for (const asked of [
      { MD: one, TermUrl },
      { MD, TermUrl: two },
    ])
      await look(t, page, `${sandbox.url}/acs/?${new URLSearchParams(asked)}`)
  }
})

/** One payment, refusal, rule, exchange and report of each kind of text. */
const fill = async (sandbox: Sandbox, group: Group, given: { invoiceId: string; postLink: string }) => {
  const [one, two, three, four] = group
  await payThroughPage(sandbox, {
    token: { invoiceID: given.invoiceId, secret_hash: short(one, 500), scope: short(two, 200) },
    order: { ...order(group), ...given, [one.toWellFormed()]: three.toWellFormed() },
  })
  await requestToken(sandbox, { client_id: short(three, 100), terminal: short(four, 100) })
  await control(sandbox, 'POST', 'rules', {
    when: { invoiceId: '999999', holder: one, accountId: two },
    then: { reasonCode: 484, postlink: { contentType: three, extra: { [four]: one } } },
  })
  const invoice = encodeURIComponent(short(four, 80))
  const headers = {
    'x-hostile': encodeURIComponent(one.toWellFormed()),
    accept: `text/html;a=${three.length}`,
  }
  await fetch(`${sandbox.apiUrl}/check-status/payment/transaction/${invoice}`, { headers })
  const report = certifyReport({ merchant: one, command: two, seed: three, assumed: [four] })
  await control(sandbox, 'POST', 'reports', report)
}

t.test('nothing of it runs in the dashboard, in any view', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  for (const [i, group] of groups.entries()) {
    const postLink = `${merchant.url}/?a=${encodeURIComponent(group[0].toWellFormed())}`
    await fill(sandbox, group, { invoiceId: String(i + 1).padStart(6, '0'), postLink })
  }
  await settle(sandbox)
  const payments = (await sandbox.payments()).map(({ id }) => `#/payments/${id}`)
  const postlinks = (await sandbox.postlinks()).map(({ id }) => `#/postlinks/${id}`)
  const { body } = await control(sandbox, 'GET', 'reports')
  const reports = (body.reports as { id: string }[]).map(({ id }) => `#/reports/${id}`)
  t.same([payments.length, postlinks.length, reports.length], [groups.length, groups.length, groups.length])

  const page = await openWatched(t, browser)
  await look(t, page, `${sandbox.url}/_sandbox/`)
  await listening(page)
  const views = await page
    .locator('a[data-view]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  t.ok(views.length >= 10)
  const searched = groups.map(([one]) => `#/payments?search=${encodeURIComponent(one.toWellFormed())}`)
  for (const hash of [...views, ...payments, ...postlinks, ...reports, ...searched])
    await look(t, page, `${sandbox.url}/_sandbox/${hash}`)
})

t.test('nothing of it runs in the sample shop', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openWatched(t, browser)
  for (const [one, two] of turnOfPage(0)) {
    await look(t, page, `${sandbox.url}/_sandbox/shop/`)
    // Nobody can choose it from the list, but anybody can post it.
    await page
      .locator('option')
      .first()
      .evaluate((option, value) => Object.assign(option, { value }), one)
    await page.locator('select').evaluate((select) => Object.assign(select, { selectedIndex: 0 }))
    await page.getByTestId('buy').click()
    await page.waitForURL(/payform/)
    await look(t, page, `${sandbox.url}/_sandbox/shop/order/${encodeURIComponent(two.toWellFormed())}`)
  }
})
