import type { Case, CaseResult, Outcome } from './case.ts'
import { type Check, curlOf, type Step } from './evidence.ts'
import type { Seen } from './notes.ts'
import type { TestBed } from './test-bed.ts'
import { openTrial, type Trial } from './trial.ts'
import { Skip, Trouble, Unseen } from './trouble.ts'

/** A case that was put to the test, and the trial it left. */
export interface Attempt {
  one: Case
  result: CaseResult
  trial: Trial
  /** It went wrong in a way that company may have caused: alone it would say more. */
  isShaky: boolean
  /** The shop's process ended, or was another one at the end. */
  isCrash: boolean
}

interface Ended {
  outcome: Outcome
  reason?: string
  isShaky?: boolean
  isCrash?: boolean
}

/** Puts one promise to the test, against a merchant that runs. */
export const attempt = async (bed: TestBed, one: Case): Promise<Attempt> => {
  const trial = openTrial(bed)
  const started = performance.now()
  const { isShaky = false, isCrash = false, ...ended } = await play(bed, one, trial)
  const ms = Math.round(performance.now() - started)
  return { one, trial, isShaky, isCrash, result: resultOf(one, trial, { ...ended, ms }) }
}

const otherStages = {
  one: 'this terminal holds money first; --stages one tries it',
  two: 'this terminal charges at once; --stages two or both tries it',
}

const play = async ({ merchant, bank, isUpToDate }: TestBed, one: Case, trial: Trial): Promise<Ended> => {
  if (one.stages && one.stages !== bank.stages) return { outcome: 'skipped', reason: otherStages[one.stages] }
  const { child } = merchant
  let starts = 0
  try {
    await merchant.revive()
    starts = child?.starts() ?? 0
    await one.run(trial)
    const died = child?.ended()
    if (died) return { ...crash(died) }
    const isAnother = !one.alone && child !== undefined && child.starts() !== starts
    if (trial.checks.some(isUnanswered) && !(await isUpToDate(performance.now())))
      throw new Unseen('your shop answers no plain payment in time either: it is slower than it was at first')
    return { ...judge(trial), ...(isAnother ? { isShaky: true, isCrash: true } : {}) }
  } catch (error) {
    if (error instanceof Skip) return { outcome: 'skipped', reason: error.message }
    if (!(error instanceof Trouble)) throw error
    const died = child?.ended()
    if (died) return { ...crash(died) }
    return { outcome: error instanceof Unseen ? 'unproven' : 'failed', reason: error.message, isShaky: true }
  } finally {
    for (const undo of trial.undos) await undo()
  }
}

const crash = (how: string): Ended => ({
  outcome: 'failed',
  reason: `your shop crashed: ${how}`,
  isShaky: true,
  isCrash: true,
})

const judge = ({ checks }: Trial): Ended => {
  const bad = checks.filter(({ ok }) => ok === false)
  const found = bad[0] ?? checks.find(({ ok }) => ok === undefined)
  if (!found) return { outcome: 'passed' }
  const reason = `${found.what}: expected ${found.expected}, got ${found.got}`
  return {
    outcome: bad.length > 0 ? 'failed' : 'unproven',
    reason,
    isShaky: bad.length > 0 && isOnlyLate(bad),
  }
}

/** The time for an answer was over. */
const isUnanswered = ({ ok, got }: Check) => ok === false && /no answer|timeout/.test(got)

const isLate = ({ expected, got }: Check) =>
  (/^(paid|held)/.test(expected) && got.startsWith('unpaid')) ||
  (expected.startsWith('refunded') && /^(paid|held)/.test(got))

/** What was not seen in time may only have been slow, and so may all that was seen of the same order after it. */
const isOnlyLate = (bad: Check[]): boolean => {
  const late = new Map(bad.filter(isLate).map(({ order, got }) => [order, got]))
  return bad.every(
    ({ order, got }) => late.get(order) === got || /ECONN|socket hang up|no answer|timeout/.test(got),
  )
}

/** The result of a trial, as it stands. */
export const resultOf = (
  { name, promise, why, fix }: Case,
  trial: Trial,
  ended: Pick<CaseResult, 'outcome' | 'reason' | 'ms'>,
): CaseResult => {
  const sent = trial.steps.findLast((step) => step.sent)?.sent
  return {
    ...{ name, promise, why, fix },
    ...ended,
    steps: someOf(trial.steps),
    checks: trial.checks,
    ...seenOf(trial),
    ...(sent ? { curl: curlOf(sent) } : {}),
  }
}

/** Of the order that is wrong, else of the last one. */
const seenOf = ({ seen, checks }: Trial): Seen => {
  const wrong = checks.find(({ ok, order }) => ok !== true && order !== undefined)?.order
  return (wrong === undefined ? [...seen.values()].at(-1) : seen.get(wrong)) ?? {}
}

// Many orders at once leave hundreds of steps that all say the same.
const maxSteps = 60

const someOf = (steps: Step[]): Step[] => {
  if (steps.length <= maxSteps) return steps
  const more = { did: `… ${steps.length - maxSteps} more …` }
  return [...steps.slice(0, maxSteps / 2), more, ...steps.slice(-maxSteps / 2)]
}
