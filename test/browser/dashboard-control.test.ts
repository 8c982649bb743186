import t from 'tap'
import { createSandbox, type Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { control } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { openDashboard, openMerchantOf, pay, rowOf } from './dashboard.ts'

const browser = await openBrowser()

const openSandbox = async (t: { teardown(run: () => unknown): unknown }) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  return sandbox
}
const visit = (sandbox: Sandbox, hash: string) => ({ url: sandbox.url, browser, hash })

t.test('a rule is added by the form, and its hit is seen', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, visit(sandbox, 'rules'))
  const form = page.getByTestId('rule-form')
  await form.getByLabel('Amount from').fill('5000')
  await form.getByLabel('Outcome').selectOption('decline')
  await form.getByLabel('Reason code').fill('484')
  t.same(JSON.parse(await page.getByTestId('rule-json').inputValue()), {
    when: { amount: { min: 5000 } },
    then: { reasonCode: 484 },
    times: 1,
  })
  await page.getByTestId('add-rule').click()
  const rule = page.getByTestId('rule').filter({ hasText: 'decline with 484' })
  await rule.getByText('in force').waitFor()
  t.match(await rule.getByTestId('hits').textContent(), '0 of 1')
  await pay(sandbox, '000002101', { order: { amount: 9000 } })
  await rule.getByText('1 of 1').waitFor()
  await rule.getByText('used up', { exact: true }).waitFor()
  await rule.getByText('1 hit').click()
  await rule.getByRole('link', { name: '000002101' }).click()
  t.match(await page.getByTestId('timeline').textContent(), /FAILED 484.*Changed by.*decline with 484/s)
})

t.test('a rule is added as JSON; what is wrong with it is said', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, { ...visit(sandbox, 'rules'), mayFail: true })
  await page.getByTestId('rule-json').fill('{"then":{"reasonCode":9998}}')
  await page.getByTestId('add-rule').click()
  await page.getByTestId('trouble').getByText('then.reasonCode: got 9998').waitFor()
  await page.getByTestId('rule-json').fill('{"then":{"postlink":{"copies":3}}}')
  await page.getByTestId('add-rule').click()
  await page.getByTestId('rule').getByText('postlink 3 copies').waitFor()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByTestId('rule').getByText('cleared', { exact: true }).waitFor()
  t.same(await sandbox.rules.list(), [])
  const form = page.getByTestId('rule-form')
  await form.locator('[name=operation]').selectOption('register')
  await form.getByText('More', { exact: true }).click()
  await form.getByLabel('the row is not there').check()
  await page.getByTestId('add-rule').click()
  await page.getByTestId('rule').getByText('the row is not there', { exact: true }).waitFor()
})

t.test('a reason code is provoked, and taken back', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, visit(sandbox, 'codes/484'))
  await page.getByRole('button', { name: 'Provoke 484' }).click()
  await page.getByText('The next payment declines with 484').waitFor()
  matches(t, await sandbox.rules.list(), [{ then: { reasonCode: 484 }, times: 1 }])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('[data-count="rules"]:empty').waitFor({ state: 'attached' })
  t.same(await sandbox.rules.list(), [])
})

t.test('the clock is advanced, set and back to real time', async (t) => {
  const sandbox = await openSandbox(t)
  const { merchant, postLink } = await openMerchantOf(t)
  merchant.answer = async () => 500
  await pay(sandbox, '000002201', { order: { postLink } })
  const page = await openDashboard(t, { ...visit(sandbox, 'clock'), mayFail: true })
  const due = page.getByTestId('alarms').getByRole('listitem').filter({ hasText: 'postlink is sent' })
  await due.getByRole('link', { name: '000002201' }).waitFor()
  merchant.answer = async () => 200
  await page.getByRole('button', { name: '+5 min' }).click()
  await page.getByTestId('fired').getByText('postlink due').waitFor()
  await due.waitFor({ state: 'detached' })
  t.equal(merchant.received.length, 2)
  t.match(await page.getByTestId('clock').textContent(), / still$/)

  await page.getByTestId('duration').fill('2 hours')
  await page.getByRole('button', { name: 'Advance' }).click()
  await page.getByText('expected a duration of weeks').waitFor()
  await page.getByTestId('instant').fill('2030-02-12T09:42:51')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByTestId('clock-face').getByText('2030-02-12 09:42:51 +05:00').waitFor()
  t.equal(sandbox.clock.now().toISOString(), '2030-02-12T04:42:51.000Z')
  await page.getByRole('button', { name: 'Back to real time' }).click()
  await page.getByText('Real time.').waitFor()
})

t.test('a reset is asked for twice and empties every view', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000002301')
  const page = await openDashboard(t, visit(sandbox, 'payments/000002301'))
  await page.getByTestId('reset').click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  t.equal((await sandbox.payments()).length, 1)
  await page.getByTestId('reset').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click()
  await page.getByTestId('no-payments').waitFor()
  t.same(await sandbox.payments(), [])
  await pay(sandbox, '000002302')
  await rowOf(page, 'payments', '000002302').waitFor()
  t.equal(await page.locator('.row-link').count(), 1, 'the stream goes on')
})

t.test('workspaces are made, entered and deleted', async (t) => {
  const sandbox = await openSandbox(t)
  await pay(sandbox, '000002401')
  const page = await openDashboard(t, { ...visit(sandbox, 'workspaces'), mayFail: true })
  await page.getByLabel('Name').fill('a b')
  await page.getByTestId('create-workspace').click()
  await page.getByText('letters, digits, - and _').waitFor()
  await page.getByLabel('Name').fill('other')
  await page.getByLabel('Clock', { exact: true }).fill('2025-02-12T09:42:51+05:00')
  await page.getByTestId('create-workspace').click()
  await page.getByRole('link', { name: 'other' }).click()
  await page.waitForURL(`${sandbox.url}/w/other/_sandbox/`)
  await page.getByTestId('no-payments').waitFor()
  t.match(await page.getByTestId('clock').textContent(), '12 Feb 09:42')
  await page.goto(`${sandbox.url}/w/other/_sandbox/#/workspaces`)
  await page.getByText('you are here').waitFor()
  await page.getByRole('link', { name: 'default' }).click()
  await page.waitForURL(`${sandbox.url}/_sandbox/`)
  await rowOf(page, 'payments', '000002401').waitFor()
  await page.goto(`${sandbox.url}/_sandbox/#/workspaces`)
  await page.getByRole('button', { name: 'Delete other' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('link', { name: 'other' }).waitFor({ state: 'detached' })
  matches(t, (await control(sandbox, 'GET', 'workspaces')).body, { workspaces: [{ name: 'default' }] })
})

t.test('a scenario is found and its stage set', async (t) => {
  const sandbox = await openSandbox(t)
  const page = await openDashboard(t, visit(sandbox, 'scenarios'))
  await page.getByLabel('Search scenarios').fill('amount rule')
  await page.getByRole('button', { name: 'Load declined-by-a-rule-on-the-amount' }).click()
  await page.getByText('Staged declined-by-a-rule-on-the-amount').waitFor()
  await page.getByRole('button', { name: 'Rules' }).click()
  t.match(await page.getByTestId('rule').first().textContent(), /amount/)
})
