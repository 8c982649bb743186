import t from 'tap'
import { runReport } from '../report.ts'
import { until } from '../until.ts'
import { control, openSandbox } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { checkAccess, openDashboard, pay } from './dashboard.ts'

const browser = await openBrowser()

t.test('coverage is a map of the bank: what was never met is provoked from it', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'coverage' })
  await page.getByTestId('no-coverage').waitFor()
  await pay(sandbox, '000000001')
  const figure = page.getByTestId('coverage-figure')
  await figure.getByText(/of \d+ behaviours/).waitFor()
  const met = page
    .locator('[data-testid="behaviour"][data-met="true"]')
    .filter({ hasText: 'charged at once' })
  await met.waitFor()
  t.match(await met.locator('.tile-line').getAttribute('title'), 'met 1 time, default')

  await page.getByRole('button', { name: /^never/ }).click()
  t.equal(await page.locator('[data-testid="behaviour"][data-met="true"]').count(), 0)
  const later = page.getByTestId('behaviour').filter({ hasText: 'declined: try later' })
  await later.locator('summary').click()
  t.match(await later.locator('code').textContent(), /epay-sandbox trigger \d+$/)
  await later.getByRole('button', { name: 'Copy: the command' }).waitFor()
  await checkAccess(t, page, 'the map with a tile open')
  // The map is drawn again, and what is open in it stays open.
  const charges = page.getByRole('button', { name: /^met/ }).locator('.count')
  const before = Number(await charges.textContent())
  await control(sandbox, 'POST', 'rules', { when: {}, then: { reasonCode: 484 }, times: 1 })
  await pay(sandbox, '000000003')
  await until(async () => Number(await charges.textContent()) > before, 'another behaviour is met')
  await later.getByRole('button', { name: 'Provoke here' }).click()
  await page.getByText('The next payment declines with').waitFor()
  await pay(sandbox, '000000002')
  await later.waitFor({ state: 'detached' })
})

t.test('findings are a list with fix and source, and lead to their requests', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'findings' })
  await page.getByTestId('no-findings').getByText('Nothing to fix').waitFor()
  await pay(sandbox, '000000001', { order: { description: 'Tea', postlnk: 'x' } })
  const finding = page.getByTestId('finding').first()
  await finding.waitFor()
  t.match(await page.getByTestId('findings').innerText(), /Fix\s+\S.*Source\s+\S/s)
  const [count] = [await page.getByTestId('finding').count()]
  t.ok(count > 0)
  await finding.locator('.links a').first().click()
  await page.waitForURL(/#\/requests\/\d+$/)
})

t.test("a run's report is opened from its file", async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'reports' })
  const file = {
    name: 'report.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(runReport)),
  }
  await page.getByTestId('report-file').setInputFiles(file)
  const text = await page.getByTestId('run-report').innerText()
  for (const words of [
    /1 of 2 behaviours, 50 %/,
    /It rests on 1\s.*postlinks are repeated after a minute/s,
    /Paid at the bank, refused by the shop 1\s.*000000002.*HTTP 500/s,
    /amount: got "12,50", expected a number/,
    /the answer is lost/,
    /98\u00a0765\u00a0432,15\u00a0₸\s+FAILED\s+484 Insufficient funds/,
    /POST operation\/\{id\}\/refund\s+200\s+31 ms/,
  ])
    t.match(text, words)
  await page.getByRole('link', { name: '← All reports' }).click()
  await page.getByTestId('report').getByText('2 against the shop, 1 of 2 behaviours met').waitFor()
})
