import t from 'tap'
import type { Case } from '../../server/certify/case.ts'
import type { OrderSeen } from '../../server/certify/merchant.ts'
import { openPace } from '../../server/certify/pace.ts'
import { runSuite } from '../../server/certify/suite.ts'
import type { TestBed } from '../../server/certify/test-bed.ts'
import type { Trial } from '../../server/certify/trial.ts'
import { order } from './order.ts'

/** What is late and what is wrong, without a shop: its order is seen as it is said to be, one look after the other. */

interface World {
  /** How the order is seen, look for look; the last one stays. */
  seen: OrderSeen['state'][]
  /** Whether a plain payment is settled; asking for one may change how the order is seen. */
  upToDate?(seen: OrderSeen['state'][]): boolean
  /** What the bank knows of the order's money. */
  status?: 'AUTH' | 'CHARGE'
  hasSettled?: boolean
  /** What the shop holds as paid. */
  amount?: number
}

const judgeIn = async (
  { seen, upToDate = () => true, status, hasSettled = true, amount = 1000 }: World,
  run: Case['run'],
) => {
  const asked = { plain: 0 }
  const pace = { ...openPace({}), quietMs: () => 0, longestWaitMs: () => 0, width: () => 2 }
  if (hasSettled) pace.settled(0)
  const bed = {
    bank: { stages: 'one', paidFor: () => status && { status } },
    merchant: {
      revive: async () => {},
      can: { probe: true, count: true },
      probe: async () => {
        const state = (seen.length > 1 ? seen.shift() : seen[0]) as OrderSeen['state']
        return { state, raw: state, ...(state === 'paid' ? { amount } : {}) }
      },
    },
    pace,
    isUpToDate: async () => {
      asked.plain += 1
      return upToDate(seen)
    },
  } as unknown as TestBed
  const one: Case = { name: 'one', promise: 'P.', why: 'W.', fix: 'F.', catches: [], run }
  const [result] = await runSuite(bed, [one])
  return { outcome: `${result?.outcome} ${result?.reason ?? ''}`.trim(), checks: result?.checks, ...asked }
}

const paid = (trial: Trial) => trial.expectPaid(order)
const paidAndStaysSo = async (trial: Trial) => {
  await trial.expectPaid(order)
  await trial.expectStill(order, ['paid', 'held'])
}

t.test('an order that stays unpaid while a plain payment is settled has failed', async (t) => {
  const { outcome, plain } = await judgeIn({ seen: ['unpaid'] }, paid)
  t.equal(outcome, 'failed order 100000001: expected paid, 1000 once, got unpaid')
  t.equal(plain, 1)
})

t.test('when a plain payment is not settled either, nobody can tell: not proven', async (t) => {
  const { outcome } = await judgeIn({ seen: ['unpaid'], upToDate: () => false }, paidAndStaysSo)
  t.match(
    outcome,
    /^unproven order 100000001 is late, and a plain payment made after it was not settled either within \d+ s: /,
  )
})

t.test('an order that becomes paid while a plain payment is on its way was only late', async (t) => {
  const world: World = {
    seen: ['unpaid'],
    upToDate(seen) {
      seen.splice(0, seen.length, 'paid')
      return false
    },
  }
  t.equal((await judgeIn(world, paidAndStaysSo)).outcome, 'passed')
})

t.test('a refund that is noticed late is waited for in the same way', async (t) => {
  const refunded = (trial: Trial) => trial.expectRefunded(order)
  t.match((await judgeIn({ seen: ['paid'], upToDate: () => false }, refunded)).outcome, /^unproven .*is late/)
  t.equal(
    (await judgeIn({ seen: ['paid'] }, refunded)).outcome,
    'failed order 100000001: expected refunded, got paid, 1000 paid',
  )
})

t.test(
  'what is right when all is quiet was only late, also in a shop that had settled nothing yet',
  async (t) => {
    // One look for each of the two expectations; then the last one.
    const world: World = { seen: ['unpaid', 'unpaid', 'paid'], hasSettled: false }
    const { outcome, checks, plain } = await judgeIn(world, paidAndStaysSo)
    t.equal(
      outcome,
      'unproven order 100000001 became what it should, but later than it was waited for: give patienceMs',
    )
    t.ok(
      checks?.every(({ ok }) => ok !== false),
      'and no check of it is a broken promise',
    )
    t.equal(plain, 0)
  },
)

t.test('what is late and then paid twice is wrong all the same', async (t) => {
  const counted = async (trial: Trial) => {
    trial.needsCount()
    await trial.expectPaid(order)
  }
  const world: World = { seen: ['unpaid', 'paid'], hasSettled: false }
  t.match((await judgeIn({ ...world, seen: [...world.seen], amount: 2000 }, counted)).outcome, /^failed/)
  t.match((await judgeIn(world, counted)).outcome, /^unproven .*later than it was waited for/)
})

t.test('what a case leaves as it may be, may become the other thing it may be', async (t) => {
  const mayBeRefunded = (trial: Trial) => trial.expectStill(order, ['paid', 'refunded'])
  t.equal((await judgeIn({ seen: ['paid', 'refunded'] }, mayBeRefunded)).outcome, 'passed')
  t.match((await judgeIn({ seen: ['paid', 'unpaid'] }, mayBeRefunded)).outcome, /^failed/)
  const held = (trial: Trial) => trial.expectHeld(order)
  t.equal((await judgeIn({ seen: ['held', 'paid'], status: 'CHARGE' }, held)).outcome, 'passed')
  t.match((await judgeIn({ seen: ['held', 'paid'], status: 'AUTH' }, held)).outcome, /^failed/)
  t.match(
    (await judgeIn({ seen: ['paid'], status: 'AUTH' }, held)).outcome,
    /^failed.*expected still held or unpaid/,
  )
})

t.test('no answer in time is the shop’s fault only while it answers plain payments', async (t) => {
  const silent = async (trial: Trial) =>
    trial.expectCalm({
      error: 'no answer within 30000 ms',
      location: '',
      contentType: '',
      text: '',
      ms: 30_000,
    })
  t.match((await judgeIn({ seen: ['unpaid'] }, silent)).outcome, /^failed the endpoint stays calm/)
  t.match(
    (await judgeIn({ seen: ['unpaid'], upToDate: () => false }, silent)).outcome,
    /^unproven your shop answers no plain payment in time either/,
  )
})
