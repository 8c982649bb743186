import { mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { control, openMerchant } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, checkWidth, openDashboard, screensInTurn } from './dashboard.ts'

// Where `./scenarios` is looked for.
process.chdir(folder(t))
mkdirSync('scenarios')
const write = (name: string, story: string) =>
  writeFileSync(`scenarios/${name}.yaml`, `about: A story of the user's own.\nstory:\n${story}`)
write('goes-wrong', '  - pay: { code: 484 }\n    expect: { page: paid, status: CHARGE }\n  - askStatus:\n')

const browser = await openBrowser()
const sandbox = await createSandbox({ seed: 'dashboard' })
t.teardown(() => sandbox.close())
const { url } = sandbox

t.test('a scenario is run from the list, watched step by step, and leads to its payments', async (t) => {
  const page = await openDashboard(t, { url, browser, hash: 'scenarios' })
  await page.getByLabel('Search scenarios').fill('a part goes back')
  await page.getByRole('button', { name: 'Run held-then-charged-in-part-and-refunded' }).click()
  await page.getByTestId('verdict').getByText('Passed, 7 steps').waitFor()
  t.match(page.url(), /#\/scenarios\/held-then-charged-in-part-and-refunded$/)
  t.equal(await page.locator('.step[data-state="passed"]').count(), 7)
  t.match(await page.getByTestId('step').nth(3).textContent(), /4.*charge: amount 700/)
  t.same((await control(sandbox, 'GET', 'payments')).body.payments, [])
  await page.getByRole('link', { name: '000000001' }).click()
  await page.waitForURL(`${url}/w/run-held-then-charged-in-part-and-refunded/_sandbox/#/payments/000000001`)
  await page.locator('.detail-head').getByText('REFUND', { exact: true }).waitFor()
})

t.test(
  'what was expected and what it got is told; the run is still there when the page is opened again',
  async (t) => {
    const page = await openDashboard(t, { url, browser, hash: 'scenarios/goes-wrong' })
    await page.getByTestId('never-played').waitFor()
    await page.keyboard.press('x')
    await page.getByTestId('verdict').getByText('Failed: 1 of 2 steps').waitFor()
    const failed = page.locator('.step[data-state="failed"]')
    t.match(await failed.textContent(), 'page: got declined, expected paid')
    t.match(await failed.textContent(), 'status: got FAILED, expected CHARGE')
    await page.reload()
    await page.getByTestId('verdict').getByText('Failed: 1 of 2 steps').waitFor()
    await page.keyboard.press('Escape')
    const card = page.getByTestId('scenario').filter({ hasText: 'goes-wrong' })
    await card.getByText('failed', { exact: true }).waitFor()
    await page.locator('a[href="#/scenarios/goes-wrong"]:focus').waitFor()
    await page.keyboard.press('j')
    t.equal(await page.locator('h2 a:focus').count(), 1, 'j goes on from where it was')
    t.equal(await page.locator('a[href="#/scenarios/goes-wrong"]:focus').count(), 0)
  },
)

t.test('a run that is on is joined by anyone who opens it', async (t) => {
  const merchant = await openMerchant(t)
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  merchant.answer = async () => {
    await released
    return 200
  }
  write('waits', `  - order: { postLink: "${merchant.url}/held" }\n  - pay: {}\n  - askStatus:\n`)
  const first = await openDashboard(t, { url, browser, hash: 'scenarios/waits' })
  await first.getByRole('button', { name: 'Run', exact: true }).click()
  await first.getByTestId('verdict').getByText('Playing, 1 of 3 steps').waitFor()
  t.match(await first.locator('.step[data-state="playing"]').textContent(), /pay/)
  t.ok(await first.getByRole('button', { name: 'Run', exact: true }).isDisabled())
  const second = await openDashboard(t, { url, browser, hash: 'scenarios/waits' })
  await second.getByTestId('verdict').getByText('Playing, 1 of 3 steps').waitFor()
  await first.goto(`${url}/_sandbox/#/payments`)
  release()
  await second.getByTestId('verdict').getByText('Passed, 3 steps').waitFor()
})

t.test('a scenario nobody knows is said to be unknown', async (t) => {
  const page = await openDashboard(t, { url, browser, hash: 'scenarios/nothing', mayFail: true })
  await page.getByText('there is no scenario').waitFor()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByTestId('trouble').getByText('there is no scenario "nothing"').waitFor()
})

for (const [name, options] of screensInTurn(1)) {
  t.test(`a run and the list of scenarios, ${name}`, async (t) => {
    const page = await openDashboard(t, { url, browser, hash: 'scenarios/goes-wrong' }, options)
    const look = async (what: string) => {
      await checkWidth(t, page, what)
      await checkAccess(t, page, what)
      await screenshot(page, `dashboard-${name}-${what}`)
    }
    await page.getByTestId('verdict').getByText('Failed').waitFor()
    await page.getByRole('link', { name: '000000001' }).waitFor()
    await look('run')
    await page.goto(`${url}/_sandbox/#/scenarios/slow-bank`)
    await page.getByTestId('never-played').waitFor()
    await look('run-never')
    await page.goto(`${url}/_sandbox/#/scenarios`)
    await page.getByTestId('scenario').first().waitFor()
    await look('scenarios')
  })
}
