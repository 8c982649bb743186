import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { card, lockedCard, openPayform, paymentObject, requestToken, submitCard, tokenOf } from '../world.ts'
import { screenshot } from './chromium.ts'
import { checkAccess, checkWidth, openMerchantOf, pay } from './dashboard.ts'

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
  return sandbox
}

const hashes: Record<string, string> = {
  payments: 'payments',
  payment: 'payments/248348563',
  'postlink-failed': 'payments/248348568',
  refused: 'payments/248348564',
  'nothing-fits': 'payments?q=nothing',
  postlinks: 'postlinks',
  requests: 'requests',
  // Twelve purchases of three requests each, one of four, and then a token with the wrong secret.
  request: 'requests/41',
  journal: 'journal',
  rules: 'rules',
  scenarios: 'scenarios',
  clock: 'clock',
  codes: 'codes',
  cards: 'cards',
  connect: 'connect/WooCommerce',
  workspaces: 'workspaces',
}

/** Every view: no wider than the screen, usable by everybody, and pictured. */
export const lookAround = async (t: Test, page: Page, { url, name }: { url: string; name: string }) => {
  for (const [view, hash] of Object.entries(hashes)) {
    await page.goto(`${url}/_sandbox/#/${hash}`)
    await page.locator(`main[data-view="${hash.split(/[/?]/)[0]}"] h1`).waitFor({ state: 'attached' })
    // What a view asks of the server is there when nothing is asked any more but the stream.
    await page.waitForTimeout(100)
    await checkWidth(t, page, view)
    await checkAccess(t, page, view)
    await screenshot(page, `dashboard-${name}-${view}`)
  }
}
