import t from 'tap'
import type { Scenario } from '../../contracts/scenario.ts'
import { scenarioFiles } from '../../server/scenario/library.ts'
import { loadScenario } from '../../server/scenario/load.ts'
import { matches } from '../matches.ts'
import { askStatus, control, openSandbox, payThroughPage, serviceToken, submitCard } from '../world.ts'
import { makeQr, pageAt, qrStatus } from './links-and-codes.ts'
import { operate } from './operating.ts'

t.test('until a payment shows, no door of the bank knows it; the control API does', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', { then: { visibleAfter: 'PT30S' } })
  await payThroughPage(sandbox)
  const token = await serviceToken(sandbox)
  const [payment] = await sandbox.payments()
  matches(t, payment, { status: 'CHARGE', visibleAt: '2025-02-12T04:43:21.000Z' })
  matches(t, (await askStatus(sandbox, token, '000000001')).body, { resultCode: '102', transaction: null })
  const byId = `/check-status/payment/transactionId/${payment?.id}`
  const ask = async (path: string) =>
    (await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).json()
  matches(t, await ask(byId), { resultCode: '102' })
  matches(t, await ask('/operation/000000001'), { code: 100 })
  matches(t, await operate({ sandbox, service: token, id: payment?.id ?? '' }, 'refund'), { status: 400 })
  await sandbox.clock.advance('PT30S')
  matches(t, await ask(byId), { resultCode: '100', transaction: { statusName: 'CHARGE' } })
  matches(t, await operate({ sandbox, service: token, id: payment?.id ?? '' }, 'refund'), { status: 200 })
})

t.test('a code that was paid and does not show yet is still SCANNED', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', { then: { visibleAfter: 'PT1M' } })
  const { url, accessToken, billNumber } = await makeQr(sandbox)
  await submitCard(sandbox, (await pageAt(url)).page)
  matches(t, await qrStatus(sandbox, accessToken, billNumber), { status: 'SCANNED' })
  await sandbox.clock.advance('PT1M')
  matches(t, await qrStatus(sandbox, accessToken, billNumber), { status: 'PAID' })
})

t.test('visibleAfter is refused where nothing can be hidden, and when it is no duration', async (t) => {
  const sandbox = await openSandbox(t)
  const add = async (when: object, visibleAfter: string) =>
    (await control(sandbox, 'POST', 'rules', { when, then: { visibleAfter } })).body
  matches(t, await add({ operation: 'status' }, 'PT1M'), {
    violations: [{ where: 'when.operation', got: 'status', expected: /refund, for then.visibleAfter/ }],
  })
  matches(t, await add({}, 'P1Y'), { violations: [{ where: 'then.visibleAfter', expected: /PT30S/ }] })
})

t.test('at least ten incidents, each with the mistake and the right way', async (t) => {
  const files = (await scenarioFiles()).filter((path) => path.includes('/incidents/'))
  t.ok(files.length >= 10)
  for (const { scenario } of await Promise.all(files.map(loadScenario))) {
    const { about, wrong = '', right = '' }: Scenario = scenario
    for (const sentence of [about, wrong, right]) t.match(sentence, /^[A-Z].{20,}\.$/)
  }
})
