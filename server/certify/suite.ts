import { ConfigError, nearest } from '../errors.ts'
import type { Case, CaseResult, Outcome } from './case.ts'
import { curlOf, type Step } from './evidence.ts'
import type { TestBed } from './test-bed.ts'
import { openTrial, type Trial } from './trial.ts'
import { Skip, Trouble } from './trouble.ts'

export interface SuiteOptions {
  bail?: boolean
  onResult?(result: CaseResult): void
}

/** Puts one promise after another to the test; a merchant that died is started again in between. */
export const runSuite = async (
  bed: TestBed,
  cases: Case[],
  { bail = false, onResult = () => {} }: SuiteOptions = {},
): Promise<CaseResult[]> => {
  const results: CaseResult[] = []
  for (const one of cases) {
    const result = await runCase(bed, one)
    results.push(result)
    onResult(result)
    if (bail && result.outcome === 'failed') break
  }
  return results
}

/** The cases by their names. Throws ConfigError with the nearest names. */
export const chooseCases = (all: Case[], { only, skip }: { only?: string[]; skip?: string[] }): Case[] => {
  const names = all.map(({ name }) => name)
  const unknown = [...(only ?? []), ...(skip ?? [])].find((name) => !names.includes(name))
  if (unknown)
    throw new ConfigError(`there is no case "${unknown}"; near it: ${nearest(unknown, names).join(', ')}`)
  return all.filter(({ name }) => (!only || only.includes(name)) && !skip?.includes(name))
}

const runCase = async (bed: TestBed, one: Case): Promise<CaseResult> => {
  const { name, promise, why, fix } = one
  const trial = openTrial(bed)
  const started = performance.now()
  const ended = await attempt(bed, one, trial)
  const sent = trial.steps.findLast((step) => step.sent)?.sent
  return {
    name,
    promise,
    why,
    fix,
    ...ended,
    steps: someOf(trial.steps),
    checks: trial.checks,
    ...trial.seen,
    ...(sent ? { curl: curlOf(sent) } : {}),
    ms: Math.round(performance.now() - started),
  }
}

// Many orders at once leave hundreds of steps that all say the same.
const maxSteps = 60

const someOf = (steps: Step[]): Step[] => {
  if (steps.length <= maxSteps) return steps
  const more = { did: `… ${steps.length - maxSteps} more …` }
  return [...steps.slice(0, maxSteps / 2), more, ...steps.slice(-maxSteps / 2)]
}

const attempt = async (
  bed: TestBed,
  one: Case,
  trial: Trial,
): Promise<{ outcome: Outcome; reason?: string }> => {
  const { merchant, bank } = bed
  try {
    await merchant.revive()
    await one.run(trial)
    const died = merchant.child?.ended()
    return died ? { outcome: 'failed', reason: died } : judge(trial)
  } catch (error) {
    if (error instanceof Skip) return { outcome: 'skipped', reason: error.message }
    if (!(error instanceof Trouble)) throw error
    return { outcome: 'failed', reason: merchant.child?.ended() ?? error.message }
  } finally {
    await bank.clearRules()
  }
}

const judge = ({ checks }: Trial): { outcome: Outcome; reason?: string } => {
  const bad = checks.find(({ ok }) => ok === false)
  const unsure = checks.find(({ ok }) => ok === undefined)
  const found = bad ?? unsure
  if (!found) return { outcome: 'passed' }
  const reason = `${found.what}: expected ${found.expected}, came ${found.came}`
  return { outcome: bad ? 'failed' : 'unproven', reason }
}
