import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import t from 'tap'
import { chromiumPath, screenshot } from '../browser/chromium.ts'
import { checkUncut } from '../browser/dashboard.ts'
import { openPage, payWithTestCard, returnToShop } from '../browser/shopping.ts'
import { matches } from '../matches.ts'
import { card } from '../world.ts'
import { openTown } from './town.ts'

/** A shop's page as the documents show it, with the bank's addresses written in; it asks for the token itself. */
const page = `<!doctype html>
<meta charset="utf-8"><title>Shop</title>
<script src="https://test-epay.homebank.kz/payform/payment-api.js"></script>
<button>Buy</button>
<script>
document.querySelector('button').onclick = async () => {
  const terminal = '67e34d63-102f-4bd1-898e-370781d0074d'
  const order = { invoiceID: '000000077', amount: 100, currency: 'KZT', terminal }
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: 'payment', client_id: 'test',
    client_secret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG', ...order })
  const answer = await fetch('https://testoauth.homebank.kz/epay2/oauth2/token', { method: 'POST', body: form })
  halyk.pay({ invoiceId: order.invoiceID, backLink: location.origin + '/thanks', failureBackLink: '',
    postLink: '', language: 'eng', description: 'Tea', terminal, amount: 100, currency: 'KZT',
    auth: await answer.json() })
}
</script>`

const openShop = async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(request.url?.startsWith('/thanks') ? '<title>Thanks</title>paid' : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const { takeover, running } = await openTown(t, { isolate: true })
// The flag forgives errors of chains with this one key in them, as a trusted CA would; nothing else is forgiven.
const { args, executablePath } = await chromiumPath()
const trust = `--ignore-certificate-errors-spki-list=${takeover.caKeyDigest}`
const led = [...args, `--proxy-server=${takeover.url}`, trust]
const browser = await chromium.launch({ executablePath, args: led, headless: true })
t.teardown(() => browser.close())

t.test(
  'in a real browser a page that loads the bank’s script from the bank’s address pays here',
  async (t) => {
    const shop = await openShop()
    const tab = await openPage(t, browser)
    await tab.goto(shop)
    await tab.getByText('Buy').click()
    await tab.waitForURL('https://test-epay.homebank.kz/payform/?params=*')
    await payWithTestCard(tab, card.pan)
    await returnToShop(tab)
    await tab.waitForURL(`${shop}/thanks`)
    const { emulator } = await running.workspaces.get('default')
    matches(
      t,
      [...emulator.state().transactions.values()],
      [{ status: 'CHARGE', order: { invoiceId: '000000077' } }],
    )
  },
)

t.test('the bank’s address of the cabinet asks who is there, and leads to the merchant view', async (t) => {
  const tab = await openPage(t, browser)
  await tab.goto('https://test-epay.homebank.kz/')
  await tab.waitForURL('https://test-epay.homebank.kz/login')
  for (const width of [390, 1280]) {
    await tab.setViewportSize({ width, height: 800 })
    await checkUncut(t, tab, `sign-in at ${width}`)
    await screenshot(tab, `sign-in-${width}`)
  }
  await tab.getByLabel('E-mail').fill('epay@halykbank.kz')
  await tab.getByLabel('Password').fill('XZG1E@Mm')
  await tab.getByRole('button', { name: 'Sign in' }).click()
  await tab.waitForURL(`${running.url}/_sandbox/#/cabinet`)
  await tab.getByRole('heading', { name: 'Cabinet' }).waitFor()
  await tab.getByTestId('register').getByText('000000077').waitFor()
  await screenshot(tab, 'sign-in-cabinet')
})
