import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { CaseResult } from '../../server/certify/case.ts'
import { cases } from '../../server/certify/cases.ts'
import { freePort } from '../../server/certify/child.ts'
import { fastCases } from '../../server/certify/fast.ts'
import { findingsOf } from '../../server/certify/findings.ts'
import { openGently } from '../../server/certify/gently.ts'
import { htmlReport } from '../../server/certify/report/html.ts'
import { junitReport } from '../../server/certify/report/junit.ts'
import { textReport } from '../../server/certify/report/text.ts'
import { Unseen } from '../../server/certify/trouble.ts'
import type { Report } from '../../server/certify/verdict.ts'
import { worstFirst } from '../../server/certify/verdict.ts'
import { matches } from '../matches.ts'
import { certifyReport } from '../report.ts'
import { judgeFlaw, wrongIn } from './flaw.ts'
import { describeShop, judge } from './open.ts'

t.test(
  'a crash is told as that, with its exit code and its last words, and the neighbours go on',
  async (t) => {
    const only = ['unknown-fields', 'key-order', 'large-body', 'wrong-secret']
    const report = await judgeFlaw(t, 'crashes-on-unknown-fields', { only })
    t.same(wrongIn(report), ['unknown-fields'])
    const crashed = report.cases.find(({ name }) => name === 'unknown-fields')
    t.match(
      crashed?.reason,
      /^your shop crashed: .*ended with exit code 1: .*TypeError: Cannot read properties/s,
    )
    t.match(crashed?.again, /--only unknown-fields .*--keep$/)
    t.match(textReport(report), /your shop crashed: .*exit code 1/)
  },
)

const result = (name: string, more: Partial<CaseResult>): CaseResult => ({
  ...{ name, promise: 'P.', why: 'W.', fix: 'F.', outcome: 'failed', steps: [], checks: [], ms: 1 },
  ...more,
})
const neverPaid = (order: string): Partial<CaseResult> => {
  const [what, expected, got] = [`order ${order}`, 'paid, 1000 once', 'unpaid']
  return {
    reason: `${what}: expected ${expected}, got ${got}`,
    checks: [{ what, expected, got, ok: false }],
  }
}

t.test(
  'what was kept or not tried is folded; what was kept stands open where nothing is wrong',
  async (t) => {
    const groupsOf = (report: object) =>
      [...htmlReport(report as Report).matchAll(/<details class="group"( open)?><summary>([^<]+)</g)].map(
        ([, open = '', title]) => `${title}${open}`,
      )
    const pace = { lagMs: 0, quietMs: 0 }
    const failed = { findings: [], pace, ...certifyReport({ codes: [] }) }
    t.strictSame(groupsOf(failed), ['Promises kept: 1', 'Not tried: 1'])
    const kept = failed.cases.filter(({ outcome }) => outcome === 'passed')
    t.strictSame(groupsOf({ ...failed, cases: kept }), ['Promises kept: 1 open'])
  },
)

t.test('what has one cause is one finding', async (t) => {
  const crash = { reason: 'your shop crashed: node shop.js: ended with exit code 1' }
  const results = [
    result('success-once', neverPaid('100000001')),
    result('key-order', { ...neverPaid('100000002'), steps: [{ did: 'x', got: 'HTTP 500 in 3 ms' }] }),
    result('large-body', crash),
    result('wrong-secret', { outcome: 'passed' }),
    result('unknown-fields', crash),
    result('amount-changed', { reason: 'order 100000009: expected unpaid, got paid' }),
  ]
  t.same(
    findingsOf(results).map(({ cases }) => cases),
    [['success-once', 'key-order'], ['large-body', 'unknown-fields'], ['amount-changed']],
  )
  t.equal(worstFirst(results).at(-1)?.name, 'wrong-secret')
})

t.test('JUnit carries every check that failed, and where the shop is described', async (t) => {
  const [first, second] = [neverPaid('100000001'), neverPaid('100000002')]
  const checks = [...(first.checks ?? []), ...(second.checks ?? [])]
  const cases = [result('key-order', { outcome: 'passed' }), result('success-once', { ...first, checks })]
  const xml = junitReport({
    ...{
      verdict: 'failed',
      counts: { passed: 1, failed: 1, unproven: 0, skipped: 0 },
      at: '',
      version: '0',
      seed: 's',
    },
    ...{ merchant: 'Tea', pace: { answerMs: 1, quietMs: 100 }, cases, findings: [], codes: [], assumed: [] },
    described: { file: 'shops/tea.yaml', line: 3 },
  })
  t.match(xml, /order 100000001: expected paid, 1000 once, got unpaid\norder 100000002: expected paid/)
  t.match(xml, /value="shops\/tea\.yaml:3"/)
  t.ok(xml.indexOf('success-once') < xml.indexOf('key-order'), 'failures first')
})

t.test('--fast takes twenty promises, each of which there is', async (t) => {
  const names = cases.map(({ name }) => name)
  t.equal(new Set(fastCases).size, 20)
  t.same(
    fastCases.filter((name) => !names.includes(name)),
    [],
  )
})

t.test('who does not answer is asked again, less at a time, and not for ever', async (t) => {
  const gently = openGently()
  let asked = 0
  const answer = await gently(
    async () => {
      if (++asked < 3) throw new Unseen('connect ECONNREFUSED')
      return 'paid'
    },
    () => false,
  )
  t.same([answer, asked], ['paid', 3])
  const gone = () =>
    gently(
      async () => Promise.reject(new Unseen('connect ECONNREFUSED')),
      () => true,
    )
  await t.rejects(gone(), /ECONNREFUSED/, 'a shop that has ended is not asked again')
})

t.test('a probe that fails by itself proves nothing, and fails nothing', async (t) => {
  const port = await freePort()
  const world = { isBroken: false }
  const probe = createServer(async (request, response) => {
    const answer = await fetch(`http://127.0.0.1:${port}/order${request.url}.json`)
    response.writeHead(world.isBroken ? 503 : answer.status, { connection: 'close' }).end(await answer.text())
  })
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  t.teardown(() => probe.close())
  const url = `http://127.0.0.1:${(probe.address() as AddressInfo).port}/{invoiceId}`
  const onCalibrated = () => {
    world.isBroken = true
  }
  const description = await describeShop('node', { port, probe: { url } })
  const report = await judge(description, { only: ['wrong-secret'], onCalibrated })
  t.equal(report.verdict, 'not proven')
  matches(t, report.cases, [{ outcome: 'unproven', reason: /the probe answered 503/ }])
})
