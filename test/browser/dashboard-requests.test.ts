import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createSandbox, type Sandbox } from '../../server/sandbox.ts'
import {
  askStatus,
  bearer,
  card,
  chargeBody,
  chargeCard,
  lockedCard,
  requestToken,
  serviceToken,
  submitCard,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { openBrowser } from './chromium.ts'
import {
  checkAccess,
  checkWidth,
  listening,
  onlyRow,
  openDashboard,
  openMerchantOf,
  pay,
  rowOf,
} from './dashboard.ts'
import { openWire } from './proxy.ts'

const browser = await openBrowser()

const openSandbox = async (t: Test, options: Parameters<typeof createSandbox>[0] = {}) => {
  const sandbox = await createSandbox({ seed: 'dashboard', ...options })
  t.teardown(() => sandbox.close())
  return sandbox
}

const approved = '00000000-0000-4000-8000-000000000000'

const charge = async (sandbox: Sandbox, invoiceId: string, more: Record<string, string> = {}) => {
  const { terminal = String(tokenForm().terminal), ...order } = more
  const token = await tokenOf(sandbox, { invoiceID: invoiceId, terminal })
  return chargeCard(
    sandbox,
    { ...chargeBody(approved, order), invoiceId, terminalId: terminal },
    bearer(token),
  )
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

for (const [screen, options] of Object.entries({ desktop: {}, phone })) {
  t.test(`why a request was refused is two presses away, on a ${screen}`, async (t) => {
    const sandbox = await openSandbox(t)
    const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'requests' }, options)
    await page.getByTestId('no-requests').waitFor()
    await requestToken(sandbox, { invoiceID: 'INV-1' })
    const row = rowOf(page, 'requests', 'INV-1')
    t.match(await row.textContent(), /POST \/epay2\/oauth2\/token.*400.*invoiceID: got "INV-1"/s)
    await row.click()
    const why = page.getByTestId('why')
    t.match(await why.textContent(), /invoiceID: got "INV-1", expected 6 to 15 digits; send digits only/)
    t.match(page.url(), /#\/requests\/\d+$/)
    await checkWidth(t, page, 'a request')
    await page.reload()
    await why.waitFor()
    await page.getByRole('link', { name: 'Close' }).click()
    await row.waitFor()
  })
}

/** What the page has asked the server for, one by one. */
const askedFor = (page: Page) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  return () => asked.filter((path) => /\/exchanges\/\d+$/.test(path)).length
}

t.test('a payment shows each request before what it made, and unfolds to headers and bodies', async (t) => {
  const sandbox = await openSandbox(t)
  const { postLink } = await openMerchantOf(t)
  const { opened } = await pay(sandbox, '000004101', { order: { postLink }, typed: lockedCard })
  await submitCard(sandbox, opened.page)
  await sandbox.waitForPostlink('000004101')
  await askStatus(sandbox, await serviceToken(sandbox), '000004101')
  const page = await openDashboard(t, { url: sandbox.url, browser })
  const unfolded = askedFor(page)
  await rowOf(page, 'payments', '000004101').click()
  const timeline = page.getByTestId('timeline')
  await timeline.getByText('check-status').waitFor()
  t.same(await timeline.locator('h3, .path').allTextContents(), [
    '/epay2/oauth2/token',
    'Token issued to client “test”',
    '/payform/',
    'Payment page opened',
    '/payform/pay',
    'FAILED 465: Card is restricted',
    'Postlink',
    '/payform/pay',
    'CHARGE 100\u00a0₸',
    'Postlink',
    'Page done',
    '/api/check-status/payment/transaction/000004101',
  ])
  t.equal(unfolded(), 0, 'no body is asked for before it is unfolded')
  const token = timeline.getByTestId('asked').first()
  await token.getByText('/epay2/oauth2/token').click()
  const answer = token.getByRole('group', { name: 'Answer' })
  await answer.getByText('"token_type": "Bearer"').waitFor()
  t.equal(unfolded(), 1)
  const request = token.getByRole('group', { name: 'Request' })
  t.match(await request.textContent(), /client_secret\*\*\*/)
  await request.getByText(/\d+ headers/).click()
  await request.getByText('application/x-www-form-urlencoded').waitFor()
  await timeline.getByTestId('asked').nth(1).getByText('/payform/').click()
  await timeline.getByTestId('asked').nth(1).getByText('"accountId": "testuser1"').waitFor()
  await checkAccess(t, page, 'a payment with its requests unfolded')
  for (const secret of [card.pan, lockedCard.pan, String(tokenForm().client_secret)])
    t.notOk((await page.locator('#main').innerHTML()).includes(secret), `${secret.slice(0, 6)}… is nowhere`)
})

t.test('what stays unfolded stays so while the payment goes on', async (t) => {
  const sandbox = await openSandbox(t)
  const { opened } = await pay(sandbox, '000004102', { typed: lockedCard })
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'payments/000004102' })
  const asked = page.getByTestId('timeline').getByTestId('asked')
  await asked.nth(2).getByText('/payform/pay').click()
  await asked.nth(2).getByText('440563', { exact: false }).or(asked.nth(2).getByText('400303')).waitFor()
  await submitCard(sandbox, opened.page)
  await asked.nth(3).waitFor()
  t.ok(await asked.nth(2).getByText('Goes on to').isVisible())
})

t.test('an answer that a rule changed names the rule and what the bank would have said', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { operation: 'savedCard' }, then: { answer: 'lost' }, times: 1 })
  await charge(sandbox, '000004103').catch(() => {})
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'requests' })
  await page.getByRole('button', { name: /^by a rule/ }).click()
  const row = rowOf(page, 'requests', '/payments/cards/auth')
  t.match(await row.textContent(), /cut off.*rule/s)
  await onlyRow(page)
  await row.click()
  const exchange = page.getByTestId('exchange')
  await exchange.getByText('It never arrived whole').waitFor()
  t.match(await exchange.getByRole('group', { name: 'Answer' }).textContent(), /"invoiceID": "000004103"/)
  t.match(await exchange.getByRole('link', { name: 'answer lost' }).getAttribute('href'), '#/rules')
  await page.getByTestId('to-payment').click()
  t.equal(await page.getByTestId('detail-invoice').textContent(), '000004103')
})

t.test('each answered field says how well it is known', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox, { client_secret: 'wrong' })
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'requests/1' })
  const exchange = page.getByTestId('exchange')
  await exchange
    .getByText(/^documented \(A\): /)
    .first()
    .waitFor()
  const known = exchange.getByTestId('known')
  t.match(await known.locator('summary').textContent(), '4 fields: observed 2, assumed 2')
  await known.locator('summary').click()
  t.match(await known.textContent(), /error_description assumed: RFC 6749/)
  t.match(await exchange.locator('pre').textContent(), /"message": .*observed/)
  t.match(await page.getByTestId('why').textContent(), /client_secret does not match/)
})

t.test('requests are found by words and by what became of them', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox, { invoiceID: '000004104' })
  await requestToken(sandbox, { invoiceID: '000004105', client_secret: 'wrong' })
  await fetch(`${sandbox.url}/epay/oauth/token`, { method: 'POST', body: 'a=b' })
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'requests' })
  const paths = async () => (await page.locator('.row-link').allTextContents()).map((text) => text.trim())
  await rowOf(page, 'requests', '000004104').waitFor()
  t.same(await paths(), ['POST /epay/oauth/token', 'POST /epay2/oauth2/token', 'POST /epay2/oauth2/token'])
  await page.getByLabel('Search requests').fill('000004105 401')
  await onlyRow(page)
  await rowOf(page, 'requests', 'client_secret does not match').waitFor()
  await page.getByLabel('Search requests').fill('')
  await page.getByRole('button', { name: /^unknown address/ }).click()
  await onlyRow(page)
  t.same(await paths(), ['POST /epay/oauth/token'])
  t.match(page.url(), /#\/requests\?show=unknown\+address$/)
})

t.test('a request is copied as a curl command that asks the shell for the secrets', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox, { invoiceID: '000004106', postLink: "http://localhost/it's" })
  await charge(sandbox, '000004107')
  const options = { permissions: ['clipboard-read', 'clipboard-write'] }
  const copied = async (id: number) => {
    const page = await openDashboard(t, { url: sandbox.url, browser, hash: `requests/${id}` }, options)
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByText('Copied: the curl command').waitFor()
    return String(await page.evaluate('navigator.clipboard.readText()'))
  }
  const form = await copied(1)
  t.match(form, `curl -i -X POST '${sandbox.url}/epay2/oauth2/token'`)
  t.match(form, `--data-urlencode "client_secret=$EPAY_CLIENT_SECRET"`)
  t.match(form, `--data-urlencode 'postLink=http://localhost/it'\\''s'`)
  const json = await copied(3)
  t.match(json, `-H 'content-type: application/json'`)
  t.match(json, `-H "authorization: Bearer $EPAY_TOKEN"`)
  t.match(json, `--data-binary '{"amount":100,`)
})

t.test('two terminals with one order number have a timeline each', async (t) => {
  const sandbox = await openSandbox(t)
  const terminal = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
  await charge(sandbox, '000004108')
  await charge(sandbox, '000004108', { terminal })
  const page = await openDashboard(t, { url: sandbox.url, browser })
  await rowOf(page, 'payments', 'terminal …e6f2').click()
  await page.getByRole('heading', { name: 'AUTH 100' }).waitFor()
  t.equal(await page.getByTestId('asked').count(), 2)
  t.match(page.url(), /#\/payments\/000004108\?terminal=2d1f6a0e/)
  await page.getByRole('link', { name: 'at terminal …074d' }).click()
  await page.getByRole('heading', { name: 'CHARGE 100' }).waitFor()
  t.match(page.url(), /#\/payments\/000004108$/)
  t.equal(await page.getByTestId('asked').count(), 2)
})

t.test('a payment that is no longer remembered is told, and has no buttons', async (t) => {
  const sandbox = await openSandbox(t, { retain: 1 })
  const { postLink } = await openMerchantOf(t)
  await charge(sandbox, '000004109', { postLink })
  await sandbox.waitForPostlink('000004109')
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'payments/000004109' })
  await page.getByRole('button', { name: 'Resend' }).waitFor()
  await charge(sandbox, '000004110')
  await page.getByTestId('forgotten').getByText('remembers 1 payment').waitFor()
  t.equal(await page.getByRole('button', { name: 'Resend' }).count(), 0)
  t.equal(await page.getByRole('button', { name: 'Refund…' }).count(), 0)
  await page.getByRole('heading', { name: 'CHARGE 100' }).waitFor()
  await page.goto(`${sandbox.url}/_sandbox/#/postlinks`)
  await rowOf(page, 'postlinks', '000004109').getByText('forgotten').waitFor()
  await page.goto(`${sandbox.url}/_sandbox/#/payments/000004110`)
  await page.getByRole('heading', { name: 'CHARGE 100' }).waitFor()
  t.equal(await page.getByTestId('forgotten').count(), 0)
})

t.test('after a reset and after a lost connection the requests are those the sandbox has', async (t) => {
  const sandbox = await openSandbox(t)
  const wire = await openWire(t, sandbox.url)
  await requestToken(sandbox, { invoiceID: '000004111' })
  const page = await openDashboard(t, { url: wire.url, browser, hash: 'requests', mayFail: true })
  await rowOf(page, 'requests', '000004111').waitFor()
  await sandbox.reset()
  await page.getByTestId('no-requests').waitFor()
  await requestToken(sandbox, { invoiceID: '000004112' })
  await rowOf(page, 'requests', '000004112').waitFor()
  wire.cut()
  await page.getByTestId('connection').getByText('connection lost, retrying').waitFor()
  await requestToken(sandbox, { invoiceID: '000004113' })
  wire.restore()
  await listening(page)
  await rowOf(page, 'requests', '000004113').waitFor()
  t.equal(await page.locator('.row-link').count(), 2, 'none is missed or doubled')
})
