import type { Locator } from 'playwright-core'
import t from 'tap'
import { creditConditions } from '../../contracts/instalment.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { homebankCardOf } from '../../contracts/wallet-token.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { call } from '../story/links-and-codes.ts'
import { paid } from '../story/operating.ts'
import { bearer, card, control, openSandbox, serviceToken, tokenForm, tokenOf } from '../world.ts'
import { openBrowser, screenshot } from './chromium.ts'
import { checkAccess, checkUncut, checkWidth, openDashboard, rowOf } from './dashboard.ts'

const browser = await openBrowser()

const transfer = async (sandbox: Sandbox) => {
  const { grant_type, client_id, client_secret } = tokenForm()
  const terminal = '40a348cb-68a3-45d5-9002-a4836d79c3b5'
  const form = { grant_type, client_id, client_secret, scope: 'transfer', terminal } as Record<string, string>
  const answer = await fetch(`${sandbox.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  const sender = { cardCred: card.pan, expire: { month: '01', year: '27' }, cvc: card.cvc, name: card.holder }
  return call(sandbox, '/p2p/transfer', access_token, {
    order: { id: '000000501', amount: 5000, currency: 'KZT', terminalId: terminal },
    card: { sender, receiver: { cardCred: panOfCode(0) } },
  })
}

const buyInInstalments = async (sandbox: Sandbox) => {
  const { terminalId: shopId } = sandbox.credentials
  const wish = { shopId, amount: 6000, orderId: '000000601', creditConditionId: creditConditions[0]?.id }
  const token = await tokenOf(sandbox, { invoiceID: wish.orderId, amount: '6000' })
  t.equal((await call(sandbox, '/order', token, wish)).status, 200)
}

/** A card of HalykID that has bonuses and spends them. */
const payWithBonuses = async (sandbox: Sandbox) => {
  const order = {
    invoiceId: '000000701',
    amount: 1000,
    currency: 'KZT',
    description: 'Tea',
    name: 'TEST TEST',
  }
  const token = await tokenOf(sandbox, { invoiceID: order.invoiceId, amount: '1000' })
  const paid = await fetch(`${sandbox.apiUrl}/payment/cryptopay`, {
    method: 'POST',
    headers: { ...bearer(token), 'x-homebank-auth': 'Bearer buyer', 'content-type': 'application/json' },
    body: JSON.stringify({ ...order, paymentType: 'halykId', osuvoxCardId: `${homebankCardOf(0)}-bonus` }),
  })
  t.equal(paid.status, 200)
}

const urlOf = (link: Locator) => link.evaluate((anchor) => (anchor as unknown as { href: string }).href)

t.test('register, payouts, subscriptions and transfers are read, and a merchant acts by hand', async (t) => {
  const sandbox = await openSandbox(t)
  const first = await paid(sandbox, { amount: 500 })
  const weekly = { transactionId: first.id, paymentFrequency: 'WEEKLY' }
  await call(sandbox, '/api/recurrent/subscribe', await serviceToken(sandbox), weekly)
  t.equal((await transfer(sandbox)).status, 200)
  await buyInInstalments(sandbox)
  await payWithBonuses(sandbox)
  await sandbox.clock.advance('P8D')
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: 'cabinet' })
  const look = async (tab: string) => {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
      await checkWidth(t, page, `${tab} at ${width}`)
      await checkUncut(t, page, `${tab} at ${width}`)
      await screenshot(page, `dashboard-cabinet-${tab}-${width}`)
    }
    await checkAccess(t, page, tab)
  }

  await page.getByTestId('cabinet-pay').click()
  await page.getByLabel('Amount, KZT').fill('250')
  await page.getByLabel('Invoice').fill('000000777')
  await page.getByTestId('cabinet-go').click()
  const row = rowOf(page, 'register', '000000777')
  await row.getByText('cabinet', { exact: true }).waitFor()
  t.match(
    await rowOf(page, 'register', '000000001').innerText(),
    /500\u00a0₸\s+CHARGE.*\s+500\u00a0₸/s,
    'paid out',
  )
  await look('register')

  await page.getByRole('link', { name: 'Payouts' }).click()
  const payout = page.getByTestId('payouts').getByRole('listitem').filter({ hasText: '500' }).first()
  t.match(await payout.innerText(), /Taken\s+500\u00a0₸\s+Fee\s+0\u00a0₸\s+Paid out\s+500\u00a0₸/)
  const csv = await payout.getByRole('link', { name: 'CSV' }).getAttribute('href')
  t.match(await (await fetch(`${sandbox.url}/_sandbox/${csv}`)).text(), /^date,terminal,paymentId/)
  await look('payouts')

  await page.getByRole('link', { name: 'Transfers' }).click()
  t.match(
    await page.getByTestId('transfer').innerText(),
    /5\u00a0000\u00a0₸ from card to card.*000000501.*From\s+440563\.\.\.5096\s+To\s+400000/s,
  )
  await look('transfers')

  await page.getByRole('link', { name: 'Subscriptions' }).click()
  const subscription = page.getByTestId('subscription')
  t.match(await subscription.innerText(), /500\u00a0₸ every week\s+active.*000000001.*Charged\s+1 time\s/s)
  await look('subscriptions')
  await subscription.getByRole('button', { name: 'Cancel subscription…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel subscription' }).click()
  await subscription.getByText('cancelled', { exact: true }).waitFor()
  matches(t, (await control(sandbox, 'GET', 'subscriptions')).body, {
    subscriptions: [{ status: 'CANCELLED' }],
  })

  await page.getByRole('link', { name: 'Links', exact: true }).click()
  await page.getByTestId('cabinet-link').click()
  await page.getByLabel('Amount, KZT').fill('300')
  await page.getByLabel('Invoice').fill('000000778')
  await page.getByTestId('cabinet-link-go').click()
  const link = page.getByTestId('link')
  await link.getByText('ACTIVE', { exact: true }).waitFor()
  const [made] = (await control(sandbox, 'GET', 'invoice-links')).body.invoiceLinks as { url: string }[]
  t.equal(await link.getByRole('link', { name: /invoice-link/ }).getAttribute('href'), made?.url)
  await look('links')
  await link.getByRole('button', { name: 'Cancel link…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel link' }).click()
  await link.getByText('CANCELLED', { exact: true }).waitFor()

  await page.getByRole('link', { name: 'Instalments', exact: true }).click()
  const purchase = page.getByTestId('instalment')
  t.match(await purchase.innerText(), /6\u00a0000\u00a0₸\s+ACCEPT.*Months\s+3/s)
  t.equal((await fetch(await urlOf(purchase.getByRole('link', { name: 'open its page' })))).status, 200)
  await look('instalments')

  await page.getByRole('link', { name: 'Terminals', exact: true }).click()
  const terminal = page.getByTestId('terminal').filter({ hasText: '67e34d63' })
  await terminal.getByRole('button', { name: 'Hold first' }).click()
  await terminal.getByText('two stages', { exact: true }).waitFor()
  await paid(sandbox, { invoiceId: '000000779' })
  matches(t, (await sandbox.payments()).at(-1), { invoiceId: '000000779', status: 'AUTH' })
  await look('terminals')

  await page.getByRole('link', { name: /^Payments/ }).click()
  await rowOf(page, 'payments', '000000777').getByText('cabinet', { exact: true }).waitFor()
  await rowOf(page, 'payments', '000000701').click()
  const detail = page.getByRole('region', { name: 'One payment' })
  t.match(await detail.innerText(), /Wallet\s+HalykID\s+By card\s+300\u00a0₸\s+By bonuses\s+700\u00a0₸/)
  await look('bonuses')
})
