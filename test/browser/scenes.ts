import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core'
import type { Test } from 'tap'
import { luhn } from '../../contracts/card.ts'
import { compressParams } from '../../contracts/params.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { approved, askedByApi } from '../story/issuer.ts'
import { card, control, lockedCard, paymentObject, submitCard, tokenOf } from '../world.ts'
import { openTab } from './chromium.ts'
import { askingCard } from './issuer.ts'
import { typeCard } from './shopping.ts'

/** Every state of the bank's page and of the issuer's that a buyer can see, each reached as a buyer reaches it. */

export interface Stage {
  page: Page
  sandbox: Sandbox
  language: string
}

type Scene = (stage: Stage) => Promise<unknown>

/** Made here, so that no file holds a number that could be somebody's. */
const live = ((head) => [...'0123456789'].map((digit) => head + digit).find(luhn) ?? '')('487415123456789')

/** No content: the browser stays where it is, on a page that believes to be leaving. */
const stay = (route: Route) => route.fulfill({ status: 204 })

let invoices = 100_000_000

/** Where a shop sends the buyer of a new order. */
export const newOrder = async (
  { sandbox, language }: Omit<Stage, 'page'>,
  given: Record<string, unknown> = {},
  token: Record<string, string> = {},
) => {
  const invoiceId = String(++invoices)
  const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId, amount: '12345.5', ...token })
  const payment = { invoiceId, amount: 12345.5, language, email: 'buyer@shop.example', ...given }
  return `${sandbox.payformUrl}?params=${compressParams(paymentObject(accessToken, payment))}`
}

const open = async (stage: Stage, suffix = '', given: object = {}, token: Record<string, string> = {}) => {
  await stage.page.goto(`${await newOrder(stage, { ...given }, token)}${suffix}`)
  await stage.page.getByTestId('pan').waitFor()
}

const nothing = { amount: '0', currency: 'USD' }
const verification = { amount: 0, currency: 'USD', cardSave: true, paymentType: 'cardVerification' }
const openVerification = (stage: Stage) => open(stage, '', verification, nothing)

const seen = (name: string) => (page: Page) => page.getByTestId(name).waitFor()
const [declined, paid, failed, asked] = ['decline', 'result-ok', 'result-failed', 'acs-code'].map(seen) as [
  (page: Page) => Promise<void>,
  (page: Page) => Promise<void>,
  (page: Page) => Promise<void>,
  (page: Page) => Promise<void>,
]

const mistype =
  (typed: Partial<typeof card>, error: string): Scene =>
  async (stage) => {
    await open(stage)
    for (const [name, text] of Object.entries({ ...card, ...typed })) {
      await stage.page.getByTestId(name).fill(text)
    }
    await stage.page.getByTestId('pay').click()
    await stage.page.getByTestId(`error-${error}`).waitFor()
  }

const toIssuer = async (stage: Stage, suffix = '') => {
  await open(stage, suffix)
  await typeCard(stage.page, askingCard)
  await asked(stage.page)
}

/** The fixture with every way to pay. */
const everyWay = '8b6d0f3a-1c52-4e7d-9a84-5e2f7c91d0b6'

const transfers = { terminal: '40a348cb-68a3-45d5-9002-a4836d79c3b5' }

/** As halyk.p2p() leads there. */
const openTransfer = async ({ page, ...stage }: Stage) => {
  await page.goto(`${await newOrder(stage, transfers, { scope: 'transfer', ...transfers })}&isTransfer=true`)
  await page.getByTestId('transfer').waitFor()
}

const sendTo = async (page: Page, receiverPan: string) => {
  for (const [name, text] of Object.entries({ ...card, receiverPan })) await page.getByTestId(name).fill(text)
  await page.getByTestId('transfer-submit').click()
}

/** The buyer pays with a saved card in a shop without links, and the issuer asks. */
const toIssuerOfSavedCard = async ({ page, sandbox, language }: Stage) => {
  await control(sandbox, 'POST', 'rules', {
    when: { operation: 'savedCard' },
    then: { threeDS: 'challenge' },
    times: 1,
  })
  const links = { backLink: '', failureBackLink: '' }
  const { secure3D } = await askedByApi(
    sandbox,
    { invoiceId: String(++invoices), language, ...links },
    approved,
  )
  await page.goto(`${secure3D.action}?${new URLSearchParams({ MD: secure3D.MD, TermUrl: secure3D.termURL })}`)
  await asked(page)
}

export const pageScenes: Record<string, Scene> = {
  empty: open,
  typing: async (stage) => {
    await open(stage)
    await stage.page.getByTestId('pan').pressSequentially('44056397')
  },
  'nothing typed': async (stage) => {
    await open(stage)
    await stage.page.getByTestId('pay').click()
    await stage.page.getByTestId('error-holder').waitFor()
  },
  'wrong digits': mistype({ pan: '4405639704015095', expiry: '13/27', cvc: '12', holder: 'Иван' }, 'holder'),
  'too short': mistype({ pan: '440563' }, 'pan'),
  'three digits of four': mistype({ pan: '377514500004820', cvc: '019' }, 'cvc'),
  'a real card': mistype({ pan: live }, 'pan'),
  filled: async (stage) => {
    await open(stage)
    await stage.page.getByTestId(`test-card-${card.pan}`).click()
  },
  paying: async (stage) => {
    await open(stage)
    await stage.page.route('**/pay', stay)
    await typeCard(stage.page, card)
    await stage.page.locator('form[aria-busy="true"]').waitFor()
  },
  declined: async (stage) => {
    await open(stage)
    await typeCard(stage.page, lockedCard)
    await declined(stage.page)
  },
  'the issuer waits': async (stage) => {
    await toIssuer(stage)
    await stage.page.goBack()
    await stage.page.getByTestId('issuer-continue').waitFor()
  },
  'card to save': openVerification,
  'a saved card': async (stage) => {
    const given = { paymentType: 'cardId', cardId: approved, postLink: 'https://shop.example/postlink' }
    await stage.page.goto(await newOrder(stage, given))
    await stage.page.getByTestId('saved-card').waitFor()
  },
  wallets: async ({ page, ...stage }) => {
    await page.goto(await newOrder(stage, { terminal: everyWay }, { terminal: everyWay }))
    await page.getByTestId('wallets').waitFor()
  },
  'a transfer': async (stage) => {
    await openTransfer(stage)
    await sendTo(stage.page, '4111')
    await stage.page.getByTestId('error-receiverPan').waitFor()
  },
  'a transfer is done': async (stage) => {
    await openTransfer(stage)
    await sendTo(stage.page, panOfCode(0))
    await paid(stage.page)
  },
  'without strip': (stage) => open(stage, '&strip=0'),
  widget: (stage) => open(stage, '&isShortForm=true'),
  'widget without strip': (stage) => open(stage, '&isShortForm=true&strip=0'),
  paid: async (stage) => {
    await open(stage)
    await typeCard(stage.page, card)
    await paid(stage.page)
  },
  'paid without strip': async (stage) => {
    await open(stage, '&strip=0')
    await typeCard(stage.page, card)
    await paid(stage.page)
  },
  'card saved': async (stage) => {
    await openVerification(stage)
    await typeCard(stage.page, card)
    await paid(stage.page)
  },
  failed: async (stage) => {
    await open(stage)
    const id = await stage.page.locator('input[name="page"]').inputValue()
    for (let attempts = 0; attempts < 2; attempts++) await submitCard(stage.sandbox, id, lockedCard)
    await typeCard(stage.page, lockedCard)
    await failed(stage.page)
  },
  expired: async (stage) => {
    await open(stage)
    await stage.sandbox.clock.advance('PT20M')
    await stage.page.reload()
    await failed(stage.page)
  },
  'already paid': async (stage) => {
    await open(stage)
    await typeCard(stage.page, card)
    await paid(stage.page)
    const invoiceId = String(invoices)
    invoices -= 1
    const again = await newOrder(stage, { invoiceId })
    await stage.page.goto(again)
    await stage.page.getByTestId('already-paid').waitFor()
  },
  'cannot be opened': async (stage) => {
    const wrong = { amount: 5, backLink: 'javascript:shop' }
    await stage.page.goto(await newOrder(stage, wrong))
    await stage.page.getByTestId('page-error').waitFor()
  },
}

export const issuerScenes: Record<string, Scene> = {
  asked: (stage) => toIssuer(stage),
  'wrong code': async (stage) => {
    await toIssuer(stage)
    await stage.page.getByTestId('acs-code').fill('1')
    await stage.page.getByTestId('acs-submit').click()
    await stage.page.getByTestId('acs-error').waitFor()
  },
  'card to confirm': async (stage) => {
    await openVerification(stage)
    await typeCard(stage.page, askingCard)
    await asked(stage.page)
  },
  'confirmed, nowhere to return': async (stage) => {
    await toIssuerOfSavedCard(stage)
    await stage.page.getByTestId('acs-fill').click()
    await stage.page.getByTestId('acs-submit').click()
    await stage.page.getByTestId('acs-reference').waitFor()
  },
  'given up, nowhere to return': async (stage) => {
    await toIssuerOfSavedCard(stage)
    await stage.page.getByTestId('acs-cancel').click()
    await stage.page.getByTestId('acs-reason-code').waitFor()
  },
  'nothing to confirm': async ({ page, sandbox }) => {
    await page.goto(`${sandbox.url}/acs/?MD=1&TermUrl=http://shop.example/`)
    await page.getByTestId('acs-trouble').waitFor()
  },
}

/** States that only a browser without script shows. */
export const plainScenes: Record<string, Scene> = {
  'mistyped, without script': async (stage) => {
    await open(stage)
    await typeCard(stage.page, { ...card, pan: '4405639704015095', cvc: '12' })
    await stage.page.getByTestId('error-summary').waitFor()
  },
  'way back from the issuer': async (stage) => {
    await toIssuer(stage)
    await stage.page.getByTestId('acs-cancel').click()
    await stage.page.getByTestId('acs-continue').waitFor()
  },
}

/** The page's scripts never come; axe-core, which is one too, still runs. */
export const withoutScripts = (page: Page) =>
  page.route(/\/(payform|acs)\/\w+\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  )

/** A page for one scene; breaches of the content security policy and errors of a script fail the test. */
export const openStage = async (t: Test, browser: Browser, options?: BrowserContextOptions) => {
  const page = await openTab(t, browser, options)
  const context = page.context()
  context.setDefaultTimeout(40_000)
  context.on('console', (message) => {
    // A refused form is an answer with an error's status, which the browser reports as well.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
      t.fail(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => t.fail(`script: ${error.error().message}`))
  await context.route('https://shop.example/**', stay)
  return page
}
