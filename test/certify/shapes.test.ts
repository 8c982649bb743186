import t from 'tap'
import { matches } from '../matches.ts'
import { wrongIn } from './flaw.ts'
import { judge } from './open.ts'
import { describeShape } from './shape.ts'

/** What depends on time: a few cases each here, all of them in test/long/certify.test.ts. */
const timely = ['late-failure', 'amount-changed', 'cut-body', 'many-at-once']

t.test('a shop that works off a queue is waited for, and its mistakes are', async (t) => {
  const honest = await judge(await describeShape(t, 'queue', { shapeMs: 400 }), { only: timely })
  t.same(wrongIn(honest), [])
  t.ok(Number(honest.pace.lagMs) >= 350, 'the lag was measured')
  t.ok(honest.pace.quietMs >= 2 * 350, 'and twice of it waited')
  for (const [flaw, name] of [
    ['un-pays', 'late-failure'],
    ['trusts-the-amount', 'amount-changed'],
  ] as const) {
    const report = await judge(await describeShape(t, 'queue', { flaw, shapeMs: 400 }), { only: [name] })
    t.same(wrongIn(report), [name], `${flaw}, applied 0.4 s after the answer`)
  }
})

t.test(
  'a shop that becomes slower while it is judged is waited for, as long as its other orders take',
  async (t) => {
    const shaped = await describeShape(t, 'queue', { shapeMs: 20, slowMs: 400 })
    const report = await judge({ ...shaped, patienceMs: 100 }, { only: ['success-once', 'forged-refund'] })
    t.same(wrongIn(report), [])
    t.ok(report.pace.lagMs !== undefined && report.pace.lagMs >= 350, 'and its new lag is the measure')
    const flawed = await describeShape(t, 'queue', { flaw: 'failure-is-final', shapeMs: 20, slowMs: 400 })
    const wrong = await judge(
      { ...flawed, patienceMs: 100 },
      { only: ['success-once', 'failure-then-success'] },
    )
    t.same(wrongIn(wrong), ['failure-then-success'], 'what others do not wait for is wrong')
  },
)

t.test('a shop that asks the bank all by itself is no worse for it', async (t) => {
  const report = await judge(await describeShape(t, 'polling'), { only: [...timely, 'form-encoded'] })
  t.same(wrongIn(report), [])
  t.equal(report.verdict, 'certified')
})

t.test('a shop that serves one request at a time is not overrun', async (t) => {
  const report = await judge(await describeShape(t, 'single'), { only: ['success-once', 'many-at-once'] })
  t.equal(report.verdict, 'certified')
})

t.test('a shop that charges every hold at once has none to lose', async (t) => {
  const only = ['held-is-not-paid', 'cancel-by-status', 'charge-makes-paid']
  const report = await judge(await describeShape(t, 'charging'), { only, stages: 'two' })
  t.same(Object.fromEntries(report.cases.map(({ name, outcome }) => [name, outcome])), {
    'held-is-not-paid': 'passed',
    'cancel-by-status': 'skipped',
    'charge-makes-paid': 'skipped',
  })
  t.equal(report.verdict, 'certified')
})

t.test('the quiet time can be set', async (t) => {
  const description = await describeShape(t, 'plain')
  const report = await judge({ ...description, quietMs: 7 }, { only: ['wrong-secret'] })
  matches(t, report.pace, { lagMs: 0, quietMs: 7 })
})

t.test('what changes after a case has looked is found when all is quiet', async (t) => {
  // A quiet time that is far too short, as nobody should set it.
  const description = await describeShape(t, 'queue', { flaw: 'trusts-the-amount', shapeMs: 300 })
  const report = await judge({ ...description, quietMs: 400 }, { only: ['amount-changed', 'many-at-once'] })
  t.same(wrongIn(report), ['amount-changed'])
})
