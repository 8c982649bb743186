import type { Instant } from '../../contracts/time.ts'
import { Unreachable } from '../errors.ts'
import { version } from '../version.ts'
import type { CaseResult } from './case.ts'
import { cases as allCases } from './cases.ts'
import type { Description } from './load.ts'
import type { Order } from './merchant.ts'
import { openTestBed, type TestBedOptions } from './open.ts'
import { chooseCases, runSuite } from './suite.ts'
import type { TestBed } from './test-bed.ts'
import { Trouble } from './trouble.ts'
import { type Report, verdictOf } from './verdict.ts'

export interface CertifyOptions extends TestBedOptions {
  /** When it is judged, in real time: the cases move the bank's clock. */
  at: Instant
  only?: string[]
  skip?: string[]
  bail?: boolean
  onResult?(result: CaseResult): void
}

/** Judges one merchant. Throws Unreachable when there is nobody to judge. */
export const certify = async (description: Description, options: CertifyOptions): Promise<Report> => {
  const cases = chooseCases(allCases, options)
  const { close, ...bed } = await openTestBed(description, options)
  try {
    await takeFirstOrder(bed)
    const results = await runSuite(bed, cases, options)
    return {
      ...verdictOf(results),
      at: new Date(options.at).toISOString(),
      version,
      seed: options.seed,
      merchant: merchantLine(description),
      cases: results,
      codes: bed.codes,
      assumed: [...new Set(bed.bank.transactions().flatMap((payment) => payment.assumed))].sort(),
    }
  } finally {
    await close()
  }
}

const merchantLine = ({ start, createOrder }: Description): string =>
  start ?? createOrder.url ?? createOrder.command ?? createOrder.function ?? ''

/** A merchant that cannot take one order breaks no promise: there is nothing to judge yet. */
export const takeFirstOrder = async ({ merchant }: Pick<TestBed, 'merchant'>): Promise<Order> => {
  try {
    const order = await merchant.createOrder()
    await merchant.probe(order)
    return order
  } catch (error) {
    if (error instanceof Trouble)
      throw new Unreachable(`your shop cannot be put to the test: ${error.message}`)
    throw error
  }
}
