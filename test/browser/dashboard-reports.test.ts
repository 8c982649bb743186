import t from 'tap'
import { htmlReport } from '../../server/certify/report/html.ts'
import type { Report } from '../../server/certify/verdict.ts'
import { createSandbox } from '../../server/sandbox.ts'
import { certifyReport, verifyReport } from '../report.ts'
import { control } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { clippedIn } from './clipped.ts'
import { checkAccess, checkWidth, openDashboard, screensInTurn } from './dashboard.ts'

const browser = await openBrowser()
const open = async (t: { teardown(run: () => unknown): unknown }) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  const publish = async (report: object) =>
    String((await control(sandbox, 'POST', 'reports', report)).body.id)
  return { url: sandbox.url, publish }
}
const command = 'npx epay-sandbox certify --config certify.yaml --only x,y --bail'

t.test('without a report the view teaches the command; a published one appears by itself', async (t) => {
  const { url, publish } = await open(t)
  const page = await openDashboard(t, { url, browser })
  await page.keyboard.type('gv')
  const empty = page.getByTestId('no-reports')
  await empty.waitFor()
  t.match(await empty.textContent(), `npx epay-sandbox certify --config certify.yaml --publish ${url}`)
  await publish(certifyReport())
  const card = page.getByTestId('report')
  await card.waitFor()
  t.match(await card.textContent(), /failed.*node shop\.js.*certify, 2025-02-12 09:42:51/)
  t.match(await card.textContent(), '1 failed, 1 not proven, 1 skipped, 1 passed')
  t.notOk(await empty.isVisible())
})

t.test('a report tells every promise with its outcome, reason and evidence', async (t) => {
  const { url, publish } = await open(t)
  const id = await publish(certifyReport({ command }))
  const page = await openDashboard(t, { url, browser, hash: 'reports' })
  await page.getByTestId('report').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${url}/_sandbox/#/reports/${id}`)
  t.match(
    await page.getByTestId('report-head').textContent(),
    /^Failednode shop\.js1 failed.*certify --config/,
  )
  const promises = page.getByTestId('promise')
  t.equal(await promises.count(), 4)
  const failed = promises.filter({ hasText: 'amount-changed' })
  const answer = await failed.innerText()
  for (const words of [
    'A postlink with another amount does not pay the order.',
    'Why it matters. Somebody pays one tenge for a samovar.',
    'How to fix it. Compare amount',
    'order 000000002: paid, 1000 paid',
    'curl -i --data-binary \'{"amount":1}\'',
  ])
    t.match(answer, words)
  t.match(answer, /order 000000002\s+unpaid\s+paid, 1000 paid/)
  await failed.getByText('amount: 1 → HTTP 200 in 3 ms').click()
  t.match(await failed.innerText(), 'POST http://127.0.0.1:8080/postlink\n\n{"amount":1}')
  await page.getByRole('button', { name: 'not proven 1' }).click()
  await page.waitForURL(/\?show=unproven$/)
  t.same(await promises.filter({ visible: true }).getByText('many-at-once').count(), 1)
  t.equal(await promises.filter({ visible: true }).count(), 1)
  await page.keyboard.press('Escape')
  await page.locator(`a[href="#/reports/${id}"]:focus`).waitFor()
})

t.test('a report that was published with its words is read in the language of the reader', async (t) => {
  const { url, publish } = await open(t)
  const { cases, codes, ...report } = certifyReport()
  const rus = { cases: cases.map((one) => ({ ...one, promise: `По-русски: ${one.name}` })), codes }
  const id = await publish({ ...report, cases, codes, spoken: { rus } })
  const page = await openDashboard(t, { url, browser, hash: `reports/${id}` }, { locale: 'ru' })
  await page.getByText('По-русски: amount-changed').waitFor()
})

t.test('commands are copied: the whole run again, and one promise alone', async (t) => {
  const { url, publish } = await open(t)
  const id = await publish(certifyReport({ command }))
  const permissions = ['clipboard-read', 'clipboard-write']
  const page = await openDashboard(t, { url, browser, hash: `reports/${id}` }, { permissions })
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()')
  await page.getByRole('button', { name: 'Copy: the command', exact: true }).click()
  await page.getByText('Copied: the command', { exact: true }).waitFor()
  t.equal(await copied(), command)
  await page.getByRole('button', { name: 'Copy command: the command for amount-changed' }).click()
  await page.getByText('Copied: the command for amount-changed').waitFor()
  t.equal(await copied(), 'npx epay-sandbox certify --config certify.yaml --only amount-changed')
})

t.test('a link leads to one promise, open', async (t) => {
  const { url, publish } = await open(t)
  const id = await publish(certifyReport())
  const page = await openDashboard(t, { url, browser, hash: `reports/${id}/many-at-once` })
  await page.getByText('the probe tells no count').waitFor()
  await page.locator('summary:focus').getByText('many-at-once').waitFor()
  await page.keyboard.press('j')
  await page.locator('summary:focus').getByText('success-once').waitFor()
})

t.test('a report of verify is told by its checks', async (t) => {
  const { url, publish } = await open(t)
  const page = await openDashboard(t, { url, browser, hash: `reports/${await publish(verifyReport)}` })
  const failed = page.getByTestId('promise').filter({ hasText: 'a card is charged' })
  await failed.getByText('status: expected 200, got 400').waitFor()
  t.match(await failed.innerText(), 'shop and bank')
})

t.test('text that means harm is text', async (t) => {
  const { url, publish } = await open(t)
  const harm = `"><img src=x onerror="document.title='harmed'"><script>document.title='harmed'</script>`
  const [, one] = certifyReport().cases
  const text = Object.fromEntries(
    ['name', 'promise', 'why', 'fix', 'reason', 'before', 'after', 'curl'].map((field) => [field, harm]),
  )
  const checks = [{ what: harm, expected: harm, got: harm, ok: false }]
  const steps = [{ did: harm, got: harm, sent: { method: harm, url: `javascript:${harm}`, body: harm } }]
  const report = { merchant: harm, because: harm, command: harm, assumed: [harm], seed: harm }
  const id = await publish(certifyReport({ ...report, cases: [{ ...one, ...text, checks, steps }] }))
  const page = await openDashboard(t, { url, browser, hash: 'reports' })
  await page.getByTestId('report').getByText(harm).first().waitFor()
  await page.goto(`${url}/_sandbox/#/reports/${id}/${encodeURIComponent(harm)}`)
  await page.getByTestId('promise').getByText(harm).first().waitFor()
  t.equal(await page.locator('main img, main script, a[href^="javascript"]').count(), 0)
  t.not(await page.title(), 'harmed')
})

t.test('a report that is not kept is said to be gone', async (t) => {
  const { url } = await open(t)
  const page = await openDashboard(t, { url, browser, hash: 'reports/123456789abc', mayFail: true })
  await page.getByTestId('trouble').getByText('the 20 newest are kept').waitFor()
})

for (const [name, options] of screensInTurn(0)) {
  t.test(`reports, ${name}`, async (t) => {
    const { url, publish } = await open(t)
    const page = await openDashboard(t, { url, browser, hash: 'reports' }, options)
    const look = async (what: string) => {
      await checkWidth(t, page, what)
      await checkAccess(t, page, what)
      await screenshot(page, `dashboard-${name}-${what}`)
    }
    await page.getByTestId('no-reports').waitFor()
    await look('reports-none')
    const id = await publish(certifyReport({ command }))
    await publish(verifyReport)
    await publish(certifyReport({ verdict: 'certified', cases: [certifyReport().cases[0]] }))
    await page.getByTestId('report').nth(2).waitFor()
    await look('reports')
    await page.goto(`${url}/_sandbox/#/reports/${id}/many-at-once`)
    await page.getByTestId('promise').first().waitFor()
    await look('report')
  })
}

t.test('the HTML report of certify fits a phone, also with everything in it opened', async (t) => {
  const [kept, failed, ...rest] = certifyReport().cases
  const reason = `https://shop.example/postlink?${'a'.repeat(200)} ${'слово '.repeat(60)}`
  const sent = { method: 'POST', url: reason, headers: {}, body: JSON.stringify({ data: 'x'.repeat(400) }) }
  const steps = Array.from({ length: 40 }, () => ({ did: reason, got: reason, sent }))
  const checks = Array.from({ length: 40 }, () => ({
    what: reason,
    expected: 'paid',
    got: reason,
    ok: false,
  }))
  const again = `npx epay-sandbox certify --config ${'folder/'.repeat(40)}certify.yaml`
  const long = { ...failed, ...{ reason, steps, checks, again, before: reason, after: reason } }
  const more = {
    ...{ pace: { answerMs: 1, quietMs: 100 }, described: { file: 'certify.yaml', line: 1 } },
    findings: [{ cause: reason, cases: ['amount-changed'] }],
  }
  const page = await browser.newPage({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  t.teardown(() => page.close())
  for (const language of ['eng', 'rus', 'kaz'] as const) {
    const report = certifyReport({ ...more, cases: [kept, long, ...rest] }) as unknown as Report
    await page.setContent(htmlReport(report, { language }))
    const titles = page.locator('summary')
    t.match(await titles.first().textContent(), /^✗/, 'failures first')
    t.equal(await page.locator('ol > li').filter({ visible: true }).count(), 1, 'long lists folded')
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
    t.same(await clippedIn(page), [], language)
  }
})
