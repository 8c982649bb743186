import t from 'tap'
import { stringify } from 'yaml'
import { scenarioOf } from '../../server/certify/explored-scenario.ts'
import { createSandbox } from '../../server/sandbox.ts'
import { control, lockedCard } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { checkAccess, openDashboard, openMerchantOf, pay, rowOf } from './dashboard.ts'

const browser = await openBrowser()

t.test('a journal is dragged through: every view shows that moment, which can be forked', async (t) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  const { merchant, postLink } = await openMerchantOf(t)
  merchant.answer = async () => 500
  await pay(sandbox, '000000001', { typed: lockedCard })
  await sandbox.mark('between')
  const middle = { seq: Number((await control(sandbox, 'GET', 'alarms')).body.seq) }
  await pay(sandbox, '000000002', { order: { postLink } })
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'time', mayFail: true })
  const moment = page.getByTestId('moment')
  const changed = page.getByTestId('difference')

  await page.getByRole('link', { name: 'between', exact: true }).click()
  await moment.getByText(`entry ${middle.seq} of`).waitFor()
  await page.getByTestId('moment-entry').getByText('Mark: between').waitFor()
  t.same(await changed.locator('h3').allInnerTexts(), ['000000001'])
  await page.getByTestId('alarms').getByText('token expires').first().waitFor()
  await checkAccess(t, page, 'a moment of the past')

  await page.getByTestId('since').selectOption({ label: 'between' })
  await page.getByText('Nothing is different.').waitFor()
  await page.getByRole('button', { name: 'Now', exact: true }).click()
  await changed.filter({ hasText: 'Postlink' }).waitFor()
  t.match(await changed.first().innerText(), /000000002\s+new\s+Status\s+CHARGE\s+Amount\s+100/)

  await page.getByTestId('slider').fill(String(middle.seq))
  await page.getByRole('link', { name: /^Payments/ }).click()
  await rowOf(page, 'payments', '000000001').waitFor()
  t.equal(await rowOf(page, 'payments', '000000002').count(), 0, 'the lists show that moment')
  t.ok(await moment.isVisible(), 'and the slider says so')

  await page.getByRole('button', { name: 'One entry forward' }).click()
  await moment.getByText(`entry ${middle.seq + 1} of`).waitFor()
  await page.getByRole('button', { name: 'Now', exact: true }).click()
  await rowOf(page, 'payments', '000000002').waitFor()
  await moment.waitFor({ state: 'hidden' })
  t.notOk(await moment.isVisible(), 'now needs no slider')
  await rowOf(page, 'payments', '000000002').click()
  await page.getByTestId('operate-refund').waitFor()
  const last = Number((await control(sandbox, 'GET', 'alarms')).body.seq)
  await page.goto(`${sandbox.url}/_sandbox/#/time/${last - 1}`)
  await page.goto(`${sandbox.url}/_sandbox/#/payments/000000002`)
  await page.getByRole('heading', { name: 'Token issued' }).waitFor()
  t.notOk(await page.getByTestId('operate-refund').isVisible(), 'nothing is done to the past')
  await page.getByRole('button', { name: 'Now', exact: true }).click()
  await page.getByTestId('operate-refund').waitFor()

  await page.goto(`${sandbox.url}/_sandbox/#/time`)
  await page.getByTestId('fork').click()
  await page.getByTestId('fork-name').fill('fork')
  await checkAccess(t, page, 'the question for its name')
  await page.getByTestId('fork-go').click()
  await page.waitForURL(/\/w\/fork\/_sandbox\/#\/time$/)
  await page.getByTestId('held').getByText('1 postlink is held').waitFor()
  const before = merchant.received.length
  merchant.answer = async () => 200
  await page.getByTestId('next-step').click()
  await page.getByTestId('held').getByRole('heading').waitFor({ state: 'detached' })
  t.equal(merchant.received.length, before + 1)
})

t.test('a bad order that certify saved is opened at the step where it went wrong', async (t) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'time', mayFail: true })
  const worst = { story: [['decline'], ['return']], wrong: 'paid', seen: [] } as never
  const buffer = Buffer.from(stringify(scenarioOf(worst, 'certify')))
  const file = { name: 'certify-interleaving.yaml', mimeType: 'application/yaml', buffer }
  await page.getByTestId('order-file').setInputFiles(file)
  await page.waitForURL(/\/w\/run-certify-interleaving\/_sandbox\/#\/time\/\d+$/)
  const seq = Number(/\d+$/.exec(page.url())?.[0])
  await page.getByTestId('moment').getByText(`entry ${seq} of`).waitFor()
  await page.getByTestId('difference').filter({ hasText: 'FAILED' }).first().waitFor()
  const broken = { name: 'x.yaml', mimeType: 'application/yaml', buffer: Buffer.from('story: [') }
  await page.getByTestId('order-file').setInputFiles(broken)
  await page.getByText('The scenario cannot be loaded').waitFor()
})
