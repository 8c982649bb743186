import { Unreachable } from '../errors.ts'
import type { Check } from '../report/check.ts'

export type PartVerdict = 'passed' | 'failed' | 'not proven' | 'left out'

/** One of the things a rehearsal looks at. */
export interface Part {
  name: string
  verdict: PartVerdict
  /** What it amounts to, in a sentence. */
  summary: string
  checks: Check[]
}

const isBad = ({ ok }: Check) => !ok

export const partOf = (name: string, checks: Check[], words = 'checks'): Part => {
  const failed = checks.filter(isBad).length
  if (checks.length === 0)
    return { name, verdict: 'not proven', summary: 'there was nothing to check', checks }
  return failed > 0
    ? { name, verdict: 'failed', summary: `${failed} of ${checks.length} ${words} failed`, checks }
    : { name, verdict: 'passed', summary: `${checks.length} ${words}, none failed`, checks }
}

/** Not asked for, or not possible here: it says why, and does not count. */
export const leftOut = (name: string, summary: string): Part => ({
  name,
  verdict: 'left out',
  summary,
  checks: [],
})

/** A shop that cannot be reached proves nothing; the other parts go on. */
export const tried = async (name: string, work: () => Promise<Part>): Promise<Part> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Unreachable) && !isMissingPackage(error)) throw error
    return { name, verdict: 'not proven', summary: (error as Error).message, checks: [] }
  }
}

const isMissingPackage = (error: unknown) => /@pact-foundation/.test((error as Error).message)
