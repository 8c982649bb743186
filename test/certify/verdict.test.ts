import t from 'tap'
import type { Case, CaseResult, Outcome } from '../../server/certify/case.ts'
import type { OrderSeen } from '../../server/certify/merchant.ts'
import { runSuite } from '../../server/certify/suite.ts'
import type { TestBed } from '../../server/certify/test-bed.ts'
import type { Trial } from '../../server/certify/trial.ts'
import { exitCodes, verdictOf } from '../../server/certify/verdict.ts'
import { order } from './order.ts'

/** What becomes a verdict, and what a case leaves behind, without a shop and without a bank. */

const resultsOf = (...outcomes: Outcome[]) =>
  outcomes.map((outcome, i) => ({ name: `case-${i}`, outcome, reason: `reason ${i}` }) as CaseResult)

t.test('certified is what was seen kept: nothing broken, nothing unseen, and something seen', async (t) => {
  for (const [outcomes, verdict, because] of [
    [['passed'], 'certified', undefined],
    [['passed', 'skipped'], 'certified', undefined],
    [['skipped', 'skipped'], 'not proven', 'no case could be put to the test'],
    [[], 'not proven', 'no case could be put to the test'],
    [['passed', 'unproven'], 'not proven', 'case-1: reason 1'],
    [['unproven', 'failed', 'passed'], 'failed', undefined],
    [['skipped', 'failed'], 'failed', undefined],
  ] as const) {
    const { counts, ...said } = verdictOf(resultsOf(...outcomes))
    t.strictSame(said, { verdict, ...(because ? { because } : {}) }, outcomes.join(', '))
    const sum = counts.passed + counts.failed + counts.unproven + counts.skipped
    t.equal(sum, outcomes.length)
  }
  t.strictSame(exitCodes, { certified: 0, failed: 1, 'not proven': 5 })
})

/** A shop that is there, until something ends its process; its order is as it is said to be. */
const openBed = (seen: Partial<OrderSeen> = {}) => {
  const rules: string[] = []
  const shop = { ended: undefined as string | undefined, starts: 1 }
  const bed = {
    bank: {
      stages: 'one',
      paidFor: () => undefined,
      applyRule: async (rule: object) => {
        rules.push(JSON.stringify(rule))
        return { undo: async () => void rules.pop() }
      },
    },
    merchant: {
      revive: async () => {},
      can: { count: true },
      child: { ended: () => shop.ended, starts: () => shop.starts },
      probe: async () => ({ state: 'paid', raw: 'paid', ...seen }),
    },
    pace: {
      width: () => 1,
      quietMs: () => 0,
      longestWaitMs: () => 0,
      lastSettledAt: () => 0,
      settled: () => {},
    },
  } as unknown as TestBed
  return { bed, shop, rules }
}

const caseOf = (run: (trial: Trial) => Promise<void>, name = 'one'): Case => ({
  ...{ name, promise: 'P.', why: 'W.', fix: 'F.', catches: [], run },
})

const outcomeOf = async (bed: TestBed, ...cases: Case[]) =>
  (await runSuite(bed, cases)).map(({ outcome, reason = '' }) => `${outcome} ${reason}`.trim())

t.test('paid twice is wrong, also with the right amount; and so is another amount, paid once', async (t) => {
  const paidWith = async (seen: Partial<OrderSeen>) =>
    outcomeOf(
      openBed(seen).bed,
      caseOf((trial) => trial.expectPaid(order)),
    )
  t.strictSame(await paidWith({ amount: 1000, times: 1 }), ['passed'])
  t.strictSame(await paidWith({ amount: 1000, times: 2 }), [
    'failed order 100000001: expected paid, 1000 once, got paid, 1000 paid, fulfilled 2 times',
  ])
  t.strictSame(await paidWith({ times: 2 }), [
    'failed order 100000001: expected paid, 1000 once, got paid, fulfilled 2 times',
  ])
  t.strictSame(await paidWith({ amount: 999, times: 1 }), [
    'failed order 100000001: expected paid, 1000 once, got paid, 999 paid, fulfilled 1 times',
  ])
  t.strictSame(await paidWith({}), [
    'unproven order 100000001: expected paid, 1000 once, got paid, but neither amount nor times are where ' +
      'the probe says',
  ])
})

t.test('a shop that ends after its last check has failed, although all it was asked was right', async (t) => {
  const { bed, shop } = openBed({ amount: 1000, times: 1 })
  const outcome = await outcomeOf(
    bed,
    caseOf(async (trial) => {
      await trial.expectPaid(order)
      shop.ended = 'node shop.js: ended with exit code 1'
    }),
  )
  t.strictSame(outcome, ['failed your shop crashed: node shop.js: ended with exit code 1'])
})

t.test('a shop that ended and was started again meanwhile is tried once more, alone', async (t) => {
  const { bed, shop } = openBed()
  let tries = 0
  const restarting = caseOf(async () => {
    tries += 1
    if (tries === 1) shop.starts += 1
  })
  t.strictSame(
    await outcomeOf(
      bed,
      restarting,
      caseOf(async () => {}, 'two'),
    ),
    ['passed', 'passed'],
  )
  t.equal(tries, 2)
})

t.test('the rules of a case do not stay for the next, however it ended', async (t) => {
  const { bed, rules } = openBed({ state: 'unpaid' })
  const rule = { then: { reasonCode: 484 } }
  const seen: number[] = []
  const ending = (name: string, end: (trial: Trial) => unknown) =>
    caseOf(async (trial) => {
      seen.push(rules.length)
      await trial.applyRule(rule)
      await trial.applyRule(rule)
      await end(trial)
    }, name)
  const outcomes = await outcomeOf(
    bed,
    ending('passes', () => {}),
    ending('fails', (trial) => trial.check('it', 'right', 'wrong', false)),
    ending('skips', (trial) => trial.skip('not here')),
    caseOf(async () => void seen.push(rules.length), 'last'),
  )
  t.strictSame(outcomes, ['passed', 'failed it: expected right, got wrong', 'skipped not here', 'passed'])
  t.strictSame([...seen, rules.length], [0, 0, 0, 0, 0])
})
