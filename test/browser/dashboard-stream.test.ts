import t from 'tap'
import type { Order } from '../../contracts/entry.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { toConfig } from '../../server/config.ts'
import { isRefusal } from '../../server/core/decision.ts'
import { start } from '../../server/main.ts'
import { createSandbox } from '../../server/sandbox.ts'
import type { Emulator } from '../../server/workspace/emulator.ts'
import { defaultWorkspace } from '../../server/workspace/workspaces.ts'
import { tokenForm } from '../world.ts'
import { openBrowser } from './chromium.ts'
import { listening, onlyRow, openDashboard, pay, rowOf } from './dashboard.ts'
import { openWire } from './proxy.ts'

const browser = await openBrowser()

t.test('a lost connection is told, taken up again, and nothing is missed or doubled', async (t) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  t.teardown(() => sandbox.close())
  const wire = await openWire(t, sandbox.url)
  await pay(sandbox, '000003101')
  const page = await openDashboard(t, { url: wire.url, browser, mayFail: true })
  await rowOf(page, 'payments', '000003101').waitFor()
  wire.cut()
  await page.getByTestId('connection').getByText('connection lost, retrying').waitFor()
  await pay(sandbox, '000003102')
  wire.restore()
  await listening(page)
  await rowOf(page, 'payments', '000003102').waitFor()
  t.same(await page.locator('.row-link').allTextContents(), ['000003102', '000003101'])

  wire.cut()
  await page.getByTestId('connection').getByText('connection lost, retrying').waitFor()
  await sandbox.reset()
  await pay(sandbox, '000003103')
  wire.restore()
  await listening(page)
  await rowOf(page, 'payments', '000003103').waitFor()
  t.same(await page.locator('.row-link').allTextContents(), ['000003103'], 'what a reset took is gone')
})

t.test('a sandbox closes although somebody listens', async (t) => {
  const sandbox = await createSandbox({ seed: 'dashboard' })
  const page = await openDashboard(t, { url: sandbox.url, browser, mayFail: true })
  await sandbox.close()
  await page.getByTestId('connection').getByText('connection lost, retrying').waitFor()
  t.pass('closed')
})

const form = tokenForm()
const order: Order = {
  ...{ invoiceId: '', invoiceIdAlt: '', terminal: String(form.terminal), amount: 100_000, currency: 'KZT' },
  ...{
    description: 'Tea',
    accountId: 'customer1',
    language: 'rus',
    data: '',
    name: '',
    email: '',
    phone: '',
  },
  ...{ backLink: '', failureBackLink: '', postLink: '', failurePostLink: '', cardSave: false },
  ...{ verification: false, autoRedirect: false },
  place: {
    ...{ ip: '', ipCountry: '', ipCity: '', ipRegion: '', ipDistrict: '', ipLatitude: 0, ipLongitude: 0 },
  },
}

/** Payments by the emulator alone: no HTTP, every hundredth declined. */
const seed = async (emulator: Emulator, count: number) => {
  for (let i = 0; i < count; i += 1) {
    const invoiceId = String(100_000_000 + i)
    const { amount, currency, terminal } = order
    const issued = await emulator.execute({
      ...{ kind: 'issue token', grantType: 'client_credentials', scope: 'payment', unknownFields: [] },
      ...{ clientId: String(form.client_id), clientSecret: String(form.client_secret), secretHash: '' },
      ...{ invoiceId, amount, currency, terminal, postLink: '', failurePostLink: '' },
    })
    if (isRefusal(issued)) throw new Error(issued.refused)
    await emulator.execute({
      ...{ kind: 'charge saved card', accessToken: issued.accessToken, holder: '' },
      ...{ order: { ...order, invoiceId }, cardId: cardIdOfCode(i % 100 === 0 ? 484 : 0) },
    })
  }
}

t.test('ten thousand payments stay smooth: only what is seen is in the page', async (t) => {
  const running = await start(toConfig({ port: 0, seed: 'dashboard' }))
  t.teardown(() => running.close())
  const { emulator } = await running.workspaces.get(defaultWorkspace)
  await seed(emulator, 10_000)
  const page = await openDashboard(t, { url: running.url, browser })
  await page.locator('[data-count="payments"]').getByText('10000').waitFor()
  const rows = page.getByTestId('payments').locator('tbody tr[role="row"]')
  const bound = async (what: string) => t.ok((await rows.count()) < 80, `${what}: ${await rows.count()} rows`)
  await rowOf(page, 'payments', '100009999').waitFor()
  await bound('at the top')
  await page.evaluate("document.querySelector('.list-scroller').scrollTop = 1e9")
  await rowOf(page, 'payments', '100000000').waitFor()
  await bound('at the bottom')
  t.equal(await page.getByTestId('payments').getAttribute('aria-rowcount'), '10001')
  await page.getByRole('button', { name: /^declined/ }).click()
  await rowOf(page, 'payments', '100009900').waitFor()
  t.match(await page.getByRole('button', { name: /^declined/ }).textContent(), '100')
  await bound('declined')
  await page.getByTestId('search').fill('100004200')
  await onlyRow(page)
  await page.goto(`${running.url}/_sandbox/#/journal`)
  await page.getByTestId('journal').getByText('100009999').first().waitFor()
  const entries = await page.getByTestId('journal').locator('tbody tr[role="row"]').count()
  t.ok(entries < 80, `the journal: ${entries} rows`)
})

t.test('with a control token the page is opened by ?token= and hands it on', async (t) => {
  const sandbox = await createSandbox({ seed: 'dashboard', token: 'let-me-in' })
  t.teardown(() => sandbox.close())
  const context = await browser.newContext()
  t.teardown(() => context.close())
  const page = await context.newPage()
  const refused = await page.goto(`${sandbox.url}/_sandbox/`)
  t.equal(refused?.status(), 401)
  await page.getByLabel('Control token').fill('let-me-in')
  await page.getByRole('button', { name: 'Open' }).click()
  await listening(page)
  t.match(page.url(), /\?token=let-me-in/)
  const bearer = { authorization: 'Bearer let-me-in', 'content-type': 'application/json' }
  const rule = { method: 'POST', headers: bearer, body: '{"then":{"reasonCode":484}}' }
  await fetch(`${sandbox.url}/_sandbox/rules`, rule)
  await page.locator('[data-count="rules"]').getByText('1').waitFor()
  await page.getByRole('link', { name: 'Rules' }).click()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByTestId('rule').getByText('cleared', { exact: true }).waitFor()
  t.same(await sandbox.rules.list(), [])
})
