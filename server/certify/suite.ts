import { ConfigError, nearest } from '../errors.ts'
import { type Attempt, attempt } from './attempt.ts'
import type { Case, CaseResult } from './case.ts'
import { lookOnceMore } from './last-look.ts'
import { openSharedRestart } from './shared-restart.ts'
import { sideBySide } from './side-by-side.ts'
import type { TestBed } from './test-bed.ts'

export interface SuiteOptions {
  bail?: boolean
  onResult?(result: CaseResult): void
}

// When most of them come late, company is not the reason.
const mostLate = 10

/**
 * Puts the promises to the test: what needs nothing but orders of its own side by side, what went wrong in company once
 * more alone, each order once more when all is quiet; and then, one by one, what takes all the shop has, restarts it or
 * moves the clock.
 */
export const runSuite = async (
  bed: TestBed,
  cases: Case[],
  { bail = false, onResult = () => {} }: SuiteOptions = {},
): Promise<CaseResult[]> => {
  const results = new Map<string, CaseResult>()
  const tell = (attempted: Attempt): Attempt => {
    const { result } = attempted
    if (results.get(result.name)?.outcome !== result.outcome) onResult(result)
    results.set(result.name, result)
    return attempted
  }
  const isEnough = () => bail && [...results.values()].some(({ outcome }) => outcome === 'failed')
  const company = cases
    .filter(({ alone }) => !alone)
    .toSorted((a, b) => Number(b.long ?? false) - Number(a.long ?? false))
  const tried = await sideBySide(
    company,
    bed.pace.width(),
    async (one) => {
      const attempted = await attempt(bed, one)
      return attempted.isShaky && company.length > 1 ? attempted : tell(attempted)
    },
    isEnough,
  )
  const settled: Attempt[] = []
  const lateCount = tried.filter(({ isShaky, isCrash }) => isShaky && !isCrash).length
  for (const attempted of tried) {
    const { one, isShaky, isCrash } = attempted
    const isRepeated = isShaky && company.length > 1 && !isEnough() && (isCrash || lateCount <= mostLate)
    settled.push(isRepeated ? tell(await attempt(bed, one)) : tell(attempted))
  }
  if (!isEnough()) for (const attempted of await lookOnceMore(bed, settled)) tell(attempted)
  for (const some of aloneOf(cases))
    if (!isEnough()) for (const attempted of await attemptAlone(bed, some)) tell(attempted)
  return cases.flatMap(({ name }) => results.get(name) ?? [])
}

/** One by one; those that restart the shop together, where the first of them stands. */
const aloneOf = (cases: Case[]): Case[][] => {
  const restarting = cases.filter(({ restarts }) => restarts)
  return cases.flatMap((one) => {
    if (!one.alone) return []
    if (!one.restarts) return [[one]]
    return one === restarting[0] ? [restarting] : []
  })
}

/** What only came too late is tried once more: a busy machine is no fault of the shop. */
const attemptAlone = async (bed: TestBed, some: Case[]): Promise<Attempt[]> => {
  const tried = await attemptTogether(bed, some)
  const attempts: Attempt[] = []
  for (const first of tried) attempts.push(first.isShaky ? await attempt(bed, first.one) : first)
  return attempts
}

const attemptTogether = async (bed: TestBed, some: Case[]): Promise<Attempt[]> => {
  const shared = openSharedRestart(some.length, bed.restart)
  return sideBySide(some, some.length, async (one) => {
    let hasAsked = false
    const restart: TestBed['restart'] = (rightBefore) => {
      hasAsked = true
      return shared.ask(rightBefore)
    }
    const attempted = await attempt({ ...bed, restart }, one)
    if (!hasAsked) await shared.endWithout()
    return attempted
  })
}

/** The cases by their names. Throws ConfigError with the nearest names. */
export const chooseCases = (all: Case[], { only, skip }: { only?: string[]; skip?: string[] }): Case[] => {
  const names = all.map(({ name }) => name)
  const unknown = [...(only ?? []), ...(skip ?? [])].find((name) => !names.includes(name))
  if (unknown)
    throw new ConfigError(`there is no case "${unknown}"; near it: ${nearest(unknown, names).join(', ')}`)
  return all.filter(({ name }) => (!only || only.includes(name)) && !skip?.includes(name))
}
