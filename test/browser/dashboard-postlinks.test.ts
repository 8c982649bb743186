import t, { type Test } from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { openBrowser } from './chromium.ts'
import { onlyRow, openDashboard, openMerchantOf, pay, rowOf } from './dashboard.ts'

const browser = await openBrowser()
const sandbox = await createSandbox({ seed: 'dashboard' })
t.teardown(() => sandbox.close())

/** A payment whose postlink the merchant refused, open in the dashboard. */
const openRefused = async (t: Test, invoiceId: string, mayFail = false) => {
  const { merchant, postLink } = await openMerchantOf(t)
  merchant.answer = async () => 500
  await pay(sandbox, invoiceId, { order: { postLink } })
  const options = { permissions: ['clipboard-read', 'clipboard-write'] }
  const visit = { url: sandbox.url, browser, hash: `payments/${invoiceId}`, mayFail }
  const page = await openDashboard(t, visit, options)
  const postlink = page.getByTestId('postlink').first()
  await postlink.getByText('HTTP 500').waitFor()
  return { merchant, page, postlink }
}

t.test('a postlink is held, released and sent again', async (t) => {
  const { merchant, postlink } = await openRefused(t, '000001101')
  await postlink.getByText('due', { exact: true }).waitFor()
  await postlink.getByRole('button', { name: 'Hold' }).click()
  await postlink.getByText('held', { exact: true }).waitFor()
  merchant.answer = async () => 200
  await postlink.getByRole('button', { name: 'Release' }).click()
  await postlink.getByText('delivered', { exact: true }).waitFor()
  t.equal(merchant.received.length, 2)
  await postlink.getByRole('button', { name: 'Resend' }).click()
  await postlink.getByText('attempt 3').waitFor()
  t.equal(merchant.received.length, 3)
  t.same(merchant.bodies()[2], merchant.bodies()[0])
})

t.test('a postlink is edited and sent once, as a copy', async (t) => {
  const { merchant, page, postlink } = await openRefused(t, '000001102', true)
  await postlink.getByRole('button', { name: 'Edit and send…' }).click()
  const body = page.getByTestId('edited-body')
  await body.fill('{ "amount": ')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  t.match(await page.getByTestId('trouble').textContent(), /JSON/)
  await body.fill('[1]')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('an object: the fields to send').waitFor()
  await body.fill('{ "invoiceId": "000001102", "amount": 1 }')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  const copy = page.getByTestId('postlink').nth(1)
  await copy.getByText('edited by hand').waitFor()
  await copy.getByText('failed', { exact: true }).waitFor()
  t.same(merchant.bodies()[1], { invoiceId: '000001102', amount: 1 })
  await sandbox.clock.advance('PT5M')
  t.equal(merchant.received.filter(({ body }) => body.includes('"amount":1}')).length, 1, 'never again')
  await sandbox.clock.system()
})

t.test('a postlink is copied as a curl command', async (t) => {
  const { merchant, page, postlink } = await openRefused(t, '000001103')
  await postlink.getByRole('button', { name: 'Copy as curl' }).click()
  await page.getByText('Copied: the curl command').waitFor()
  const copied = String(await page.evaluate('navigator.clipboard.readText()'))
  t.match(copied, `curl -i -X POST '${merchant.url}/postlink'`)
  t.match(copied, `--data-binary '${merchant.received[0]?.body}'`)
})

t.test('the list of postlinks is searched and leads to the payment', async (t) => {
  const { page } = await openRefused(t, '000001104')
  await page.goto(`${sandbox.url}/_sandbox/#/postlinks`)
  const row = rowOf(page, 'postlinks', '000001104')
  t.match(await row.textContent(), /due.*about a payment.*500/s)
  await page.getByLabel('Search postlinks').fill('000001104')
  await onlyRow(page)
  await row.getByRole('link').click()
  await page.locator('[data-target]').getByText('Postlink').first().waitFor()
  t.equal(await page.getByTestId('detail-invoice').textContent(), '000001104')
})
