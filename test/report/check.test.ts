import t from 'tap'
import { reportChecks } from '../../server/report/check.ts'

const checks = [
  { suite: 'shop → bank', title: 'a token', ok: true, notes: [] },
  { suite: 'bank → shop', title: 'a postlink', ok: false, notes: ['status: got 500', 'body: got nothing'] },
  { suite: 'shop → bank', title: 'a status', ok: true, notes: [] },
]

t.test('checks are listed for people by suite, with what is wrong under each, and counted', async (t) => {
  t.equal(
    reportChecks('text', 'verify', checks, ['a guess', 'another']),
    [
      ...['shop → bank', '  ✓ a token', '  ✓ a status'],
      ...['bank → shop', '  ✗ a postlink', '      status: got 500', '      body: got nothing'],
      ...['rests on assumptions: a guess; another', '2 passed, 1 failed'],
    ].join('\n'),
  )
  t.notMatch(reportChecks('text', 'verify', checks), 'assumptions')
})

t.test('programs and CI servers read the same', async (t) => {
  t.strictSame(JSON.parse(reportChecks('json', 'verify', checks, ['a guess'])), {
    ...{ name: 'verify', ok: false, passed: 2, failed: 1, assumed: ['a guess'], checks },
  })
  t.equal(JSON.parse(reportChecks('json', 'verify', checks.slice(0, 1))).ok, true)
  const xml = reportChecks('junit', 'verify', checks)
  t.match(xml, '<testsuite name="shop → bank" tests="2" failures="0" skipped="0">')
  t.match(xml, '<testcase classname="bank → shop" name="a postlink"><failure message="status: got 500">')
  t.match(xml, 'status: got 500\nbody: got nothing</failure>')
})
