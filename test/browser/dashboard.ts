import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Test } from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { turnOf } from '../share.ts'
import { card, openMerchant, payThroughPage } from '../world.ts'
import { openTab } from './chromium.ts'
import { clippedIn, styled } from './clipped.ts'
import { withOneScript } from './one-script.ts'
import { openPage } from './shopping.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

interface Axe {
  run(options: { resultTypes: string[] }): Promise<{ violations: Violation[] }>
}

/** Of axe-core's rules those that the size of the screen and the time of day decide about. */
export const ofSizeAndColour = [
  'color-contrast',
  'link-in-text-block',
  'scrollable-region-focusable',
  'target-size',
]

/** No rule of axe-core, or none of these, is broken in what the page shows now. */
export const checkAccess = async (t: Test, page: Page, what: string, rules?: string[]) => {
  await styled(page)
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  const violations = await page.evaluate(async (runOnly) => {
    const { run } = (globalThis as unknown as { axe: Axe }).axe
    return (await run({ resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) })).violations
  }, rules)
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
  t.same(found, [], `${what} can be used by everybody`)
}

/** Nothing makes the page itself scroll sideways. */
export const checkWidth = async (t: Test, page: Page, what: string) => {
  await styled(page)
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  t.equal(wider, 0, `${what} is not wider than the screen`)
}

/** No text is cut off without an ellipsis and a title that has all of it. */
export const checkUncut = async (t: Test, page: Page, what: string) =>
  t.same(await clippedIn(page), [], `${what} shows all its text`)

const desk = { viewport: { width: 1280, height: 800 } }
const screens: [string, BrowserContextOptions][] = [
  ['light', { ...desk, colorScheme: 'light' }],
  ['dark', { ...desk, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }],
]

/** By day, by night and on a phone; in a short run one of them, another for another file and another seed. */
export const screensInTurn = (index: number) => turnOf(screens, index)

interface Visit {
  url: string
  browser: Browser
  hash?: string
  /** In a test about refusals and lost connections the browser may report them; a script may never break. */
  mayFail?: boolean
}

/** The dashboard as somebody opens it, once it listens to the journal. */
export const openDashboard = async (t: Test, visit: Visit, options: BrowserContextOptions = {}) => {
  const { url, browser, hash = '', mayFail = false } = visit
  const page = await (mayFail ? openTroubled : openPage)(t, browser, { reducedMotion: 'reduce', ...options })
  await withOneScript(t, page)
  const [path, query = ''] = url.split('?')
  await page.goto(`${path}/_sandbox/${query && `?${query}`}${hash && `#/${hash}`}`)
  await listening(page)
  return page
}

const openTroubled = async (t: Test, browser: Browser, options: BrowserContextOptions) => {
  const page = await openTab(t, browser, options)
  page.context().on('weberror', (error) => t.fail(`script: ${error.error().message}`))
  return page
}

export const listening = (page: Page) => page.locator('#connection[data-state="live"]').waitFor()

/** A payment by HTTP alone, told to a merchant. */
export const pay = (
  sandbox: Sandbox,
  invoiceId: string,
  { typed = card, order = {} }: { typed?: object; order?: Record<string, unknown> } = {},
) => {
  const amount = String(order.amount ?? 100)
  return payThroughPage(sandbox, {
    token: { invoiceID: invoiceId, amount },
    order: { invoiceId, ...order },
    typed,
  })
}

export const openMerchantOf = async (t: Test) => {
  const merchant = await openMerchant(t)
  return { merchant, postLink: `${merchant.url}/postlink` }
}

export const rowOf = (page: Page, testid: string, text: string) =>
  page.getByTestId(testid).getByRole('row').filter({ hasText: text })

/** Until one row of the list is left. Not waitForFunction(): it evaluates text, which the page forbids. */
export const onlyRow = (page: Page) => page.locator('.row-link').nth(1).waitFor({ state: 'detached' })
