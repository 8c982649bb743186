import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { type Published, readPublished } from '../../server/report/published.ts'
import { createSandbox, type Sandbox } from '../../server/sandbox.ts'
import { runReport } from '../report.ts'
import { turnOf } from '../share.ts'
import {
  card,
  control,
  lockedCard,
  openPayform,
  paymentObject,
  requestToken,
  submitCard,
  tokenOf,
} from '../world.ts'
import { screenshot } from './chromium.ts'
import { checkAccess, checkUncut, checkWidth, openMerchantOf, pay } from './dashboard.ts'
import { englishIn } from './untranslated.ts'

const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'

/** A morning at the bank: something of everything. */
export const openMorning = async (t: Test) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  const { merchant, postLink } = await openMerchantOf(t)
  const buy = (invoiceId: string, amount: number, more: { typed?: object; order?: object } = {}) =>
    pay(sandbox, invoiceId, { ...more, order: { postLink, amount, accountId: 'customer1', ...more.order } })
  const goods = ['Tea', 'Two cups', 'Samovar', 'Honey', 'Baursak']
  for (let i = 0; i < 12; i += 1) {
    await buy(String(248_348_540 + i), 1000 + i * 370, { order: { description: goods[i % 5] } })
  }
  const { opened } = await buy('248348563', 12_345.5, { typed: lockedCard })
  await submitCard(sandbox, opened.page, card)
  await requestToken(sandbox, { invoiceID: '248348564', client_secret: 'wrong' })
  await sandbox.rules.add({ when: { amount: { min: 50_000 } }, then: { reasonCode: 484 } })
  await sandbox.rules.add({ then: { postlink: { copies: 2 } }, times: 1 })
  await buy('248348565', 4200)
  await buy('248348566', 75_000, { order: { description: 'Samovar, silver' } })
  const held = { token: { invoiceID: '248348567', terminal: twoStages } }
  const accessToken = await tokenOf(sandbox, held.token)
  const order = paymentObject(accessToken, { invoiceId: '248348567', terminal: twoStages, postLink })
  await submitCard(sandbox, (await openPayform(sandbox, order)).page)
  merchant.answer = async () => 500
  await buy('248348568', 2500)
  const waiting = await tokenOf(sandbox, { invoiceID: '248348569', amount: '900' })
  await openPayform(
    sandbox,
    paymentObject(waiting, { invoiceId: '248348569', amount: 900, description: 'Jam' }),
  )
  await control(sandbox, 'POST', 'reports', runReport)
  await goToLength(sandbox)
  return sandbox
}

const longestInvoice = '248348570123456'
const long = 'Договор-поставки-без-единого-пробела-и-без-конца-до-края-поля'

/** The same again with the longest texts that shops send, and a shop that cannot be reached. */
const goToLength = async (sandbox: Sandbox) => {
  const amount = 98_765_432.15
  const order = {
    ...{ invoiceId: longestInvoice, amount, description: long, accountId: long },
    postLink: `http://127.0.0.1:1/epay/postlink?${'shop=samovar&'.repeat(12)}`,
  }
  const when = {
    invoiceId: '1'.repeat(15),
    accountId: long,
    holder: 'MAXIMILIAN',
    amount: { min: 1, max: 98_765_432 },
  }
  const postlink = { copies: 3, delayMs: 90_000, forged: true, corrupt: true }
  await sandbox.rules.add({
    when: { ...when, operation: 'savedCard' },
    then: { reasonCode: 1654, answer: 'lost', postlink },
  })
  await sandbox.rules.add({ when: { invoiceId: longestInvoice }, then: { reasonCode: 2740 }, times: 1 })
  await pay(sandbox, longestInvoice, { order })
  await control(sandbox, 'PUT', `workspaces/${'very-long-name-'.repeat(4)}of`, { seed: long })
  await fetch(`${sandbox.apiUrl}/operation/${'a/'.repeat(60)}charge?${'field=value&'.repeat(20)}`, {
    method: 'POST',
  })
}

const run = readPublished(runReport) as Published

const hashes: Record<string, string> = {
  start: 'start',
  payments: 'payments',
  payment: 'payments/248348563',
  'postlink-failed': 'payments/248348568',
  refused: 'payments/248348564',
  'longest-payment': `payments/${longestInvoice}`,
  'nothing-fits': 'payments?q=nothing',
  postlinks: 'postlinks',
  cabinet: 'cabinet',
  payouts: 'cabinet/payouts',
  subscriptions: 'cabinet/subscriptions',
  transfers: 'cabinet/transfers',
  requests: 'requests',
  // Twelve purchases of three requests each, one of four, and then a token with the wrong secret.
  request: 'requests/41',
  journal: 'journal',
  findings: 'findings',
  coverage: 'coverage',
  rules: 'rules',
  scenarios: 'scenarios',
  scenario: 'scenarios/postlink-twice-at-once',
  reports: 'reports',
  'run-report': `reports/${run.id}`,
  clock: 'clock',
  time: 'time',
  moment: 'time/57?since=30',
  codes: 'codes',
  cards: 'cards',
  connect: 'connect/WooCommerce',
  workspaces: 'workspaces',
}

const widths = [390, 768, 1280, 1920]

const goTo = async (page: Page, url: string, hash: string) => {
  await page.goto(`${url}/_sandbox/#/${hash}`)
  await page.locator(`main[data-view="${hash.split(/[/?]/)[0]}"] h1`).waitFor({ state: 'attached' })
  // What a view asks of the server is there when nothing is asked any more but the stream.
  await page.waitForTimeout(100)
}

/** Every view as it is: no wider than the screen, nothing cut off, usable by everybody, and pictured. */
export const lookAround = async (
  t: Test,
  page: Page,
  { url, name }: { url: string; name: 'light' | 'phone' },
) => {
  for (const [index, [view, hash]] of Object.entries(hashes).entries()) {
    // By day or by night, in turn.
    if (!turnOf(['light', 'phone'], index).includes(name)) continue
    await goTo(page, url, hash)
    await checkWidth(t, page, view)
    await checkUncut(t, page, view)
    await checkAccess(t, page, view)
    await screenshot(page, `dashboard-${name}-${view}`)
  }
}

/** Every view on a phone, a tablet, a laptop and a wide screen. */
export const lookAtEveryWidth = async (
  t: Test,
  page: Page,
  { url, locale, locales }: { url: string; locale: string; locales: string[] },
) => {
  for (const [index, [view, hash]] of Object.entries(hashes).entries()) {
    // In turn, as the widths: another language and another width for another seed.
    if (!turnOf(locales, index).includes(locale)) continue
    const chosen = turnOf(widths, index + locale.charCodeAt(0))
    for (const width of chosen) {
      await page.setViewportSize({ width, height: 900 })
      if (width === chosen[0]) await goTo(page, url, hash)
      // A list draws itself anew for its new size, with the next frame.
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
      const what = `${view} at ${width} pixels`
      await checkWidth(t, page, what)
      await checkUncut(t, page, what)
      if (locale !== 'en') t.same(await englishIn(page), [], `${what} says nothing in English`)
      await screenshot(page, `dashboard-${locale}-${width}-${view}`)
    }
  }
}
