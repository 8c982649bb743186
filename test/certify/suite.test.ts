import t from 'tap'
import type { Case } from '../../server/certify/case.ts'
import { openPace } from '../../server/certify/pace.ts'
import { runSuite } from '../../server/certify/suite.ts'
import type { TestBed } from '../../server/certify/test-bed.ts'

/** How a verdict is reached, without a shop: the cases say themselves what they saw. */

const bed = {
  bank: { stages: 'one' },
  merchant: { revive: async () => {}, can: {} },
  pace: { width: () => 2 },
} as TestBed

interface Saw {
  expected: string
  got: string
  ok: boolean
}
const paid: Saw = { expected: 'paid, 1000 once', got: 'paid', ok: true }
const tooLate: Saw = { expected: 'paid, 1000 once', got: 'unpaid', ok: false }
const wrong: Saw = { expected: 'unpaid', got: 'paid', ok: false }

/** A case that sees one thing after the other, each time it is tried. */
const seeing = (name: string, more: Pick<Case, 'alone'>, ...saw: Saw[]) => {
  const state = { tries: 0 }
  const one: Case = {
    ...{ name, promise: 'P.', why: 'W.', fix: 'F.', catches: [], ...more },
    async run(trial) {
      const { expected, got, ok } = saw[state.tries++] ?? paid
      trial.check('order 100000001', expected, got, ok)
    },
  }
  return { one, state }
}

const outcomeOf = async (...seen: ReturnType<typeof seeing>[]) => {
  const results = await runSuite(
    bed,
    seen.map(({ one }) => one),
  )
  return results.map(({ name, outcome }, index) => `${name} ${outcome} ${seen[index]?.state.tries}`)
}

t.test('what only came too late is tried once more, in company and alone', async (t) => {
  const company = { one: seeing('one', {}, tooLate, paid), two: seeing('two', {}, paid) }
  t.same(await outcomeOf(company.one, company.two), ['one passed 2', 'two passed 1'])
  t.same(await outcomeOf(seeing('alone', { alone: true }, tooLate, paid)), ['alone passed 2'])
  t.same(await outcomeOf(seeing('alone', { alone: true }, tooLate, tooLate)), ['alone failed 2'])
})

t.test('what pays tens of orders is begun first, and reported in its place', async (t) => {
  const began: string[] = []
  const beginning = (name: string, more: Pick<Case, 'long' | 'alone'> = {}): Case => ({
    ...{ name, promise: 'P.', why: 'W.', fix: 'F.', catches: [], ...more },
    run: async () => void began.push(name),
  })
  const cases = [beginning('alone', { alone: true }), beginning('short'), beginning('long', { long: true })]
  const results = await runSuite(bed, cases)
  t.same(began, ['long', 'short', 'alone'])
  t.same(
    results.map(({ name }) => name),
    ['alone', 'short', 'long'],
  )
})

t.test(
  'the bank keeps a shop waiting for as long as this machine needs to do something meanwhile',
  async (t) => {
    const pace = openPace({})
    t.equal(pace.statusDelayMs(), 600)
    pace.answered(400)
    t.equal(pace.statusDelayMs(), 1600)
    pace.answered(4000)
    t.equal(pace.statusDelayMs(), 2500, 'a slow shop is not made slower')
  },
)

t.test('what is wrong is wrong at once', async (t) => {
  t.same(await outcomeOf(seeing('alone', { alone: true }, wrong, paid)), ['alone failed 1'])
  t.same(await outcomeOf(seeing('one', {}, wrong, paid), seeing('two', {}, paid)), [
    'one failed 1',
    'two passed 1',
  ])
})

t.test('cases about a restart share one, in the moment that one of them wants', async (t) => {
  const done: string[] = []
  const restart = async (rightBefore = async () => {}) => {
    await rightBefore()
    done.push('restart')
  }
  const restarting = (name: string, run: Case['run']): Case => ({
    ...{ name, promise: 'P.', why: 'W.', fix: 'F.', catches: [], alone: true, restarts: true, run },
  })
  const results = await runSuite({ ...bed, restart }, [
    restarting('cut', async (trial) => {
      await trial.bed.restart(async () => void done.push('power cut'))
      done.push('after cut')
    }),
    restarting('skipped', async (trial) => trial.skip('no restart is described')),
    restarting('after', async (trial) => {
      done.push('before')
      await trial.bed.restart()
      done.push('after')
      trial.check('order 100000001', 'unpaid', 'paid', false)
    }),
  ])
  t.same(done, ['before', 'power cut', 'restart', 'after cut', 'after'])
  t.same(
    results.map(({ outcome }) => outcome),
    ['passed', 'skipped', 'failed'],
  )
})

t.test('a case about a restart that was only late restarts the shop for itself', async (t) => {
  const done: string[] = []
  const restart = async () => void done.push('restart')
  const late = (name: string, saw: Saw[]): Case => ({
    ...{ name, promise: 'P.', why: 'W.', fix: 'F.', catches: [], alone: true, restarts: true },
    async run(trial) {
      await trial.bed.restart()
      const { expected, got, ok } = saw.shift() ?? paid
      trial.check('order 100000001', expected, got, ok)
    },
  })
  const results = await runSuite({ ...bed, restart }, [late('one', [paid]), late('two', [tooLate, paid])])
  t.same(
    results.map(({ outcome }) => outcome),
    ['passed', 'passed'],
  )
  t.same(done, ['restart', 'restart'])
})
