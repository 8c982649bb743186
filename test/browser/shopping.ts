import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import { createShop } from '../../fixtures/shops/node/shop.js'
import type { Sandbox } from '../../server/sandbox.ts'
import { openSandbox } from '../world.ts'
import { openBrowser, openTab, stopClock } from './chromium.ts'

interface Test {
  teardown(run: () => unknown): unknown
}

interface TestOfPage extends Test {
  fail(message: string): unknown
}

// A slow machine of two cores runs several of these files, each with a browser, at once.
const patienceMs = 40_000

/** The sample shop as a merchant of its own: another origin, which knows the sandbox by its addresses only. */
export const openShop = async (t: Test, { url, oauthUrl, apiUrl, payformUrl, credentials }: Sandbox) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { clientId, clientSecret, terminalId: terminal } = credentials
  const paymentApiJsUrl = `${payformUrl}payment-api.js`
  const bank = { oauthUrl, apiUrl, paymentApiJsUrl, clientId, clientSecret, terminal }
  const { handler, orders } = createShop({ ...bank, publicUrl })

  const pages = new Map<string, string>()
  const settledBy = new Map<string, string>()
  const settled = new EventEmitter()
  server.on('request', async (request, response) => {
    const own = pages.get(request.url ?? '')
    if (own) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(own)
    await handler(request, response)
    for (const [invoiceId, { state }] of orders) {
      if (state === 'unpaid' || settledBy.has(invoiceId)) continue
      settledBy.set(invoiceId, `${request.method} ${request.url}`)
      settled.emit(invoiceId)
    }
  })

  return {
    url: publicUrl,
    bank: url,
    orders,
    /** Pages of the shop that the sample does not have, by path. */
    pages,
    /** The request that settled an order, once there is one. */
    async settledBy(invoiceId: string) {
      if (!settledBy.has(invoiceId)) await once(settled, invoiceId)
      return settledBy.get(invoiceId)
    },
    async order(invoiceId: string) {
      const answer = await fetch(`${publicUrl}/order/${invoiceId}.json`)
      return (await answer.json()) as Record<string, unknown>
    },
    /** The payment object of a new order, as the shop's own page would give it to halyk.pay(). */
    async newPayment(form: Record<string, string> = {}) {
      const body = new URLSearchParams({ price: '1000', language: 'eng', way: 'pay', ...form })
      const html = await (await fetch(`${publicUrl}/checkout`, { method: 'POST', body })).text()
      return JSON.parse(/var payment = (.*)/.exec(html)?.[1] ?? '') as { invoiceId: string; backLink: string }
    },
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>

/** One browser, one sandbox in real time and one shop for all tests of a file. */
export const openTown = async (t: Test) => {
  const sandbox = await openSandbox(t, { seed: 'browser', clock: 'system' })
  return { sandbox, shop: await openShop(t, sandbox), browser: await openBrowser() }
}

/** A buyer with a browser profile of their own; the test fails when any page they saw was in trouble. */
export const openPage = async (t: TestOfPage, browser: Browser, options?: BrowserContextOptions) => {
  const page = await openTab(t, browser, options)
  const context = page.context()
  context.setDefaultTimeout(patienceMs)
  context.on('console', (message) => {
    // A breach of the content security policy is reported here too, as an error.
    if (/error|warning/.test(message.type())) t.fail(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => t.fail(`script: ${error.error().message}`))
  context.on('response', (answer) => {
    if (answer.status() >= 400) t.fail(`${answer.status()} ${answer.url()}`)
  })
  return page
}

/** Holds the buyer's way back to the shop until the postlink came, so that only it can have settled the order. */
export const holdReturn = (page: Page, shop: Shop) =>
  page.route(`${shop.url}/order/*`, async (route) => {
    await shop.settledBy(route.request().url().split('/').at(-1) ?? '')
    await route.continue()
  })

export interface Wish {
  language?: string
  price?: string
  saveCard?: boolean
  press?: 'buy' | 'buy-widget' | 'save-card'
}

/** Fills the shop's form and presses one of its buttons. */
export const shopFor = async (page: Page, shopUrl: string, wish: Wish = {}) => {
  await page.goto(`${shopUrl}/`)
  await page.getByLabel('Price').fill(wish.price ?? '1000')
  await page.getByLabel('Language').selectOption(wish.language ?? 'eng')
  if (wish.saveCard) await page.getByLabel('Save the card').check()
  await page.getByTestId(wish.press ?? 'buy').click()
}

export const invoiceOn = async (where: Page | FrameLocator) =>
  (await where.getByTestId('order-invoice').textContent()) ?? ''

/** Nobody types into a page that is not painted yet, and it is painted once its script is there. */
export const focusNumber = async (page: Page) => {
  await page.getByTestId('pan').waitFor()
  await page.waitForLoadState()
  await page.getByTestId('pan').focus()
}

/** Types a card as a person does, from field to field, and presses Enter. */
export const typeCard = async (page: Page, card: { pan: string; expiry: string; cvc: string }) => {
  await focusNumber(page)
  for (const text of [card.pan, card.expiry.replace('/', ''), card.cvc]) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('Test Test')
  await page.keyboard.press('Enter')
}

/** One click fills in the card, the next one pays; the widget keeps its test cards folded. */
export const payWithTestCard = async (where: Page | FrameLocator, pan: string) => {
  await where.getByTestId('pan').waitFor()
  const folded = where.locator('#sandbox:not([open]) > summary')
  if (await folded.count()) await folded.click()
  await where.getByTestId(`test-card-${pan}`).click()
  await where.getByTestId('pay').click()
}

/** The seconds on the page stand still: a receipt that is looked at slowly is not left meanwhile. */
export const stopCount = (page: Page) => stopClock(page, 1000)

export const returnToShop = (page: Page) => page.getByTestId('return').click()
