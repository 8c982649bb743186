import type { Calibration } from './calibrate.ts'
import type { CaseResult, Outcome } from './case.ts'
import type { Finding } from './findings.ts'
import type { CodeRow } from './test-bed.ts'

export type Verdict = 'certified' | 'failed' | 'not proven'

/** All that a report tells. */
export interface Report {
  verdict: Verdict
  /** Why it is not proven, in a sentence. */
  because?: string
  counts: Record<Outcome, number>
  /** When, by the sandbox's clock; with which version and seed. */
  at: string
  version: string
  seed: string
  /** The merchant under test, in one line. */
  merchant: string
  /** How fast the shop was, and how long an order had to stay as it was. */
  pace: Calibration
  cases: CaseResult[]
  /** What went wrong, grouped by its cause. */
  findings: Finding[]
  /** Where the shop is described. */
  described: { file: string; line: number }
  codes: CodeRow[]
  /** The rules nobody has documented that the payments of this run rest on. */
  assumed: string[]
}

export const countsOf = (results: CaseResult[]): Record<Outcome, number> => {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, unproven: 0, skipped: 0 }
  for (const { outcome } of results) counts[outcome]++
  return counts
}

/** One broken promise fails; one that nobody could see kept, or none at all kept, proves nothing. */
export const verdictOf = (results: CaseResult[]): Pick<Report, 'verdict' | 'because' | 'counts'> => {
  const counts = countsOf(results)
  if (counts.failed > 0) return { verdict: 'failed', counts }
  const unproven = results.find(({ outcome }) => outcome === 'unproven')
  if (unproven) return { verdict: 'not proven', because: `${unproven.name}: ${unproven.reason}`, counts }
  if (counts.passed === 0)
    return { verdict: 'not proven', because: 'no case could be put to the test', counts }
  return { verdict: 'certified', counts }
}

export const exitCodes: Record<Verdict, number> = { certified: 0, failed: 1, 'not proven': 5 }

const ranks: Record<Outcome, number> = { failed: 0, unproven: 1, passed: 2, skipped: 3 }

export const worstFirst = (results: CaseResult[]): CaseResult[] =>
  results.toSorted((a, b) => ranks[a.outcome] - ranks[b.outcome])
