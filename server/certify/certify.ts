import type { Instant } from '../../contracts/time.ts'
import { version } from '../version.ts'
import { againOf } from './again.ts'
import type { Stages } from './bank.ts'
import { type Calibration, calibrate } from './calibrate.ts'
import type { Case, CaseResult } from './case.ts'
import { cases as allCases } from './cases.ts'
import { findingsOf } from './findings.ts'
import type { Description } from './load.ts'
import { openTestBed, type TestBedOptions } from './open.ts'
import { chooseCases, runSuite } from './suite.ts'
import type { TestBed } from './test-bed.ts'
import { type Report, verdictOf } from './verdict.ts'

export interface CertifyOptions extends Omit<TestBedOptions, 'stages'> {
  stages?: Stages | 'both'
  onCalibrated?(calibration: Calibration, cases: Case[]): void
  /** Before the shop and the sandbox are stopped. */
  beforeClose?(report: Report, bed: TestBed): Promise<void>
  /** When it is judged, in real time: the cases move the bank's clock. */
  at: Instant
  only?: string[]
  skip?: string[]
  bail?: boolean
  /** The seed was named, and repeating a case needs it. */
  isSeedChosen?: boolean
  onResult?(result: CaseResult): void
}

/** Judges one merchant, on each kind of terminal asked for. Throws Unreachable when there is nobody to judge. */
export const certify = async (description: Description, options: CertifyOptions): Promise<Report> => {
  const { stages } = options
  if (stages !== 'both') return judgeOnce(description, { ...options, stages })
  const [one, two] = [
    await judgeOnce(description, { ...options, stages: 'one' }),
    // Ids of its own: a shop remembers which transaction paid which order.
    await judgeOnce(description, { ...options, stages: 'two', seed: `${options.seed}-two` }),
  ]
  const cases = [...casesOf(one, 'one'), ...casesOf(two, 'two')]
  return {
    ...one,
    ...verdictOf(cases),
    cases,
    assumed: [...new Set([...one.assumed, ...two.assumed])].sort(),
  }
}

const casesOf = ({ cases }: Report, stages: Stages): CaseResult[] => cases.map((one) => ({ ...one, stages }))

const judgeOnce = async (
  description: Description,
  options: Omit<CertifyOptions, 'stages'> & { stages?: Stages },
): Promise<Report> => {
  const cases = chooseCases(allCases, options)
  const { close, ...bed } = await openTestBed(description, options)
  try {
    const calibration = await calibrate(bed)
    options.onCalibrated?.(calibration, cases)
    const results = (await runSuite(bed, cases, options)).map((result) =>
      withAgain(description, result, options),
    )
    const report: Report = {
      ...verdictOf(results),
      at: new Date(options.at).toISOString(),
      version,
      seed: options.seed,
      merchant: merchantLine(description),
      pace: { ...calibration, lagMs: bed.pace.lagMs(), quietMs: bed.pace.quietMs() },
      cases: results,
      findings: findingsOf(results),
      described: { file: description.file ?? 'certify.yaml', line: description.line ?? 1 },
      codes: bed.codes,
      assumed: [...new Set(bed.bank.transactions().flatMap((payment) => payment.assumed))].sort(),
    }
    await options.beforeClose?.(report, bed)
    return report
  } finally {
    await close()
  }
}

const withAgain = (
  description: Description,
  result: CaseResult,
  { seed, stages, isSeedChosen }: { seed: string; stages?: Stages; isSeedChosen?: boolean },
): CaseResult => {
  const { name, outcome } = result
  if (outcome === 'passed' || outcome === 'skipped') return result
  return {
    ...result,
    again: againOf(description, { name, ...(isSeedChosen ? { seed } : {}), ...(stages ? { stages } : {}) }),
  }
}

const merchantLine = ({ name, start, createOrder }: Description): string =>
  name ?? start ?? createOrder.url ?? createOrder.command ?? createOrder.function ?? ''
