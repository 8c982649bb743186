import t from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { moneyOf, paid, twoStages } from '../story/operating.ts'
import { lockedCard } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, checkWidth, openDashboard, pay, screensInTurn } from './dashboard.ts'

const browser = await openBrowser()
const sandbox = await createSandbox({ seed: 'dashboard' })
t.teardown(() => sandbox.close())
const { url } = sandbox

t.test('a hold is charged in part and refunded in part, as its status allows', async (t) => {
  const held = await paid(sandbox, { terminal: twoStages, invoiceId: '000004101', amount: 1000 })
  const page = await openDashboard(t, { url, browser, hash: 'payments/000004101', mayFail: true })
  const operate = page.getByRole('region', { name: 'Operate' })
  await operate.getByRole('button', { name: 'Charge…' }).click()
  t.equal(await operate.getByTestId('operate-refund').count(), 0, 'nothing is charged yet')
  t.equal(await page.getByTestId('operate-amount').inputValue(), '1000')
  await page.getByTestId('operate-amount').fill('1000,01')
  await page.keyboard.press('Enter')
  await page.getByTestId('trouble').getByText('amount: got 1000.01, expected at most 1000').waitFor()
  await page.getByTestId('operate-amount').fill('700,5')
  t.match(await page.getByTestId('operate-go').textContent(), /^Charge 700,50\s₸$/)
  await page.keyboard.press('Enter')
  await page.getByText(/^Charged 700,50\s₸$/).waitFor()
  await operate.getByRole('button', { name: 'Refund…' }).click()
  t.equal(await operate.getByTestId('operate-charge').count(), 0)
  t.equal(await page.getByTestId('operate-amount').inputValue(), '700.5')
  await page.getByTestId('operate-amount').fill('200')
  await page.getByTestId('operate-go').click()
  await page.getByText(/^Refunded 200\s₸$/).waitFor()
  matches(t, await moneyOf(held), { statusName: 'CHARGE', amount: 500.5 })
  await operate.getByRole('button', { name: 'Refund…' }).click()
  t.equal(await page.getByTestId('operate-amount').inputValue(), '500.5', 'what is left is offered')
  await page.getByTestId('operate-go').click()
  await operate.waitFor({ state: 'hidden' })
  matches(t, await moneyOf(held), { statusName: 'REFUND' })
})

t.test('a hold is cancelled; Escape and Cancel change nothing', async (t) => {
  const held = await paid(sandbox, { terminal: twoStages, invoiceId: '000004102', amount: 500 })
  const page = await openDashboard(t, { url, browser, hash: 'payments/000004102' })
  await page.getByTestId('operate-charge').click()
  await page.keyboard.press('Escape')
  t.equal(await page.getByTestId('operate-amount').count(), 0)
  await page.locator('[data-testid="operate-charge"]:focus').waitFor()
  await page.getByTestId('operate-cancel').click()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  matches(t, await moneyOf(held), { statusName: 'AUTH' })
  await page.getByTestId('operate-cancel').click()
  t.equal(await page.getByTestId('operate-amount').count(), 0, 'a hold is cancelled as a whole')
  await page.getByTestId('operate-go').click()
  await page.getByText(/^Cancelled 500\s₸$/).waitFor()
  await page.getByRole('region', { name: 'Operate' }).waitFor({ state: 'hidden' })
  matches(t, await moneyOf(held), { statusName: 'CANCEL' })
})

t.test('what is typed stays while something else happens to the payment', async (t) => {
  await paid(sandbox, { invoiceId: '000004103', amount: 500 })
  const page = await openDashboard(t, { url, browser, hash: 'payments/000004103' })
  await page.getByTestId('operate-refund').click()
  await page.getByTestId('operate-amount').fill('123')
  await sandbox.rules.add({ then: { reasonCode: 484 }, times: 1 })
  await pay(sandbox, '000004103')
  await page
    .getByTestId('timeline')
    .getByText(/already been paid|Invoice/)
    .first()
    .waitFor()
  t.equal(await page.getByTestId('operate-amount').inputValue(), '123')
  await page.locator('[data-testid="operate-amount"]:focus').waitFor()
})

t.test('a payment that failed has nothing to operate on', async (t) => {
  await pay(sandbox, '000004104', { typed: lockedCard })
  const page = await openDashboard(t, { url, browser, hash: 'payments/000004104' })
  await page.getByTestId('timeline').getByText('FAILED').first().waitFor()
  t.notOk(await page.getByRole('region', { name: 'Operate' }).isVisible())
})

for (const [name, options] of screensInTurn(2)) {
  t.test(`the form, ${name}`, async (t) => {
    const invoiceId = `00000420${name.length}`
    await paid(sandbox, { terminal: twoStages, invoiceId, amount: 12_000 })
    const page = await openDashboard(t, { url, browser, hash: `payments/${invoiceId}` }, options)
    await page.getByTestId('operate-charge').click()
    await page.getByTestId('operate-go').waitFor()
    await checkWidth(t, page, 'operate')
    await checkAccess(t, page, 'operate')
    await screenshot(page, `dashboard-${name}-operate`)
  })
}
