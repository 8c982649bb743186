import t from 'tap'
import { judge } from './audit.ts'
import { matches } from './matches.ts'

const said = (answer: unknown, stderr = '') =>
  judge({ stdout: typeof answer === 'string' ? answer : JSON.stringify(answer), stderr })

const counts = (total: number) => ({
  vulnerabilities: { info: 0, low: 0, moderate: 0, high: total, critical: 0, total },
})

/** As npm 11 prints it, cut to what is read. */
const clean = { auditReportVersion: 2, vulnerabilities: {}, metadata: counts(0) }
const advised = {
  auditReportVersion: 2,
  vulnerabilities: {
    'form-thing': {
      name: 'form-thing',
      severity: 'high',
      isDirect: true,
      range: '<9.0.2',
      fixAvailable: true,
    },
  },
  metadata: counts(1),
}
const noService = {
  message: '405 Method Not Allowed - POST https://mirror.example/-/npm/v1/security/advisories/bulk',
  statusCode: 405,
  body: '',
  error: { summary: '', detail: '' },
}
const old = {
  error: { code: 'ENOAUDIT', summary: 'Your configured registry does not support audit requests.' },
}
const unreachable = {
  message: 'request to https://registry.example failed, reason: ENOTFOUND',
  error: { summary: '' },
}

t.test('no advisory passes in one line', async (t) => {
  t.same(said(clean), { failed: false, line: 'audit: no advisory for any dependency' })
})

t.test('an advisory fails and is named', async (t) => {
  const { failed, line } = said(advised)
  t.equal(failed, true)
  t.match(line, /^audit: 1 advisories: form-thing <9\.0\.2 \(high\)/)
})

t.test('a registry without the service is passed over, and one line says so', async (t) => {
  for (const answer of [noService, { ...noService, statusCode: 404 }, old]) {
    const line = 'audit: this registry has no audit service; nothing was audited'
    t.same(said(answer, 'npm error audit endpoint returned an error'), { failed: false, line })
  }
})

t.test('a registry that gives no answer is passed over, and one line says why', async (t) => {
  matches(t, said(unreachable), { failed: false, line: /nothing was audited: .*ENOTFOUND/ })
  matches(t, said({ ...noService, statusCode: 500 }), { failed: false, line: /nothing was audited/ })
})

t.test('an answer nobody understands fails: nobody may take it for an audit', async (t) => {
  for (const answer of [{}, 'null', '', '<html>'])
    t.equal(said(answer, 'npm error audit endpoint returned an error').failed, true, JSON.stringify(answer))
})
