import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import t from 'tap'
import { childOf, freePort } from '../../server/certify/child.ts'
import { createSandbox } from '../../server/sandbox.ts'
import { figuresIn } from '../coverage-figures.ts'
import { matches } from '../matches.ts'
import { describeShop, judgeCovered, shopFile } from './open.ts'

const hasPhp = (() => {
  try {
    execFileSync('php', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
const skip = hasPhp ? false : 'there is no php'

t.test('the PHP shop is certified', { skip }, async (t) => {
  const { report, figure } = await judgeCovered(await describeShop('php'))
  t.equal(figure, figuresIn('README.md').shops, 'README says how much of the bank it met')
  t.equal(report.verdict, 'certified')
  const outcomes = (outcome: string) =>
    report.cases.filter((result) => result.outcome === outcome).map(({ name }) => name)
  t.same(outcomes('failed'), [])
  const held = ['cancel-by-status', 'charge-in-part', 'charge-makes-paid', 'held-is-not-paid', 'hold-lapses']
  t.same(outcomes('skipped').sort(), [...held, 'script-in-the-admin-page'])
})

t.test('the PHP shop charges a saved card and gives the money back', { skip }, async (t) => {
  const bank = await createSandbox({ seed: 'php' })
  t.teardown(() => bank.close())
  const port = await freePort()
  const { start = '' } = await describeShop('php')
  const shop = childOf({
    command: start,
    folder: dirname(shopFile('php')),
    environment: {
      PORT: String(port),
      EPAY_OAUTH_URL: bank.oauthUrl,
      EPAY_API_URL: bank.apiUrl,
      EPAY_PAYMENT_API_JS_URL: `${bank.payformUrl}payment-api.js`,
    },
    readyUrl: `http://127.0.0.1:${port}/`,
  })
  await shop.start()
  t.teardown(() => shop.kill())
  const post = (path: string, form: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
    })

  const cardId = '00000000-0000-4000-8000-000000000000'
  const charged = await post('/charge-saved', { price: '19.90', cardId })
  const order = new URL(charged.headers.get('location') ?? '').pathname
  const invoiceId = order.split('/')[2] ?? ''
  matches(t, await bank.waitForPostlink(invoiceId), { kind: 'success', state: 'delivered' })
  const seen = async () => (await fetch(`http://127.0.0.1:${port}${order}.json`)).json()
  t.same(await seen(), { state: 'paid', paid: 19.9, shipments: 1 })

  t.same(await (await post(`/refund/${invoiceId}`)).json(), { state: 'refunded' })
  matches(t, await seen(), { state: 'refunded' })
  matches(t, await bank.payments(), [{ invoiceId, status: 'REFUND' }])
  t.equal((await post(`/refund/${invoiceId}`)).status, 409)

  const declined = await post('/charge-saved', { price: '19.90', cardId: cardId.replace(/000$/, '484') })
  t.match(await (await fetch(declined.headers.get('location') ?? '')).text(), /<b>unpaid/)
})
