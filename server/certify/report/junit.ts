import { type JunitCase, junit } from '../../report/junit.ts'
import type { CaseResult } from '../case.ts'
import type { Report } from '../verdict.ts'

const caseOf = ({ name, promise, ms, outcome, reason = '', why, fix, curl = '' }: CaseResult): JunitCase => {
  const of = { suite: name, title: promise, seconds: ms / 1000 }
  const text = [reason, `why: ${why}`, `fix: ${fix}`, curl].filter(Boolean).join('\n')
  if (outcome === 'failed') return { ...of, failure: { message: reason, text } }
  // JUnit knows nothing between passed and failed: what is not proven was not tested.
  if (outcome === 'unproven') return { ...of, skipped: `not proven: ${reason}` }
  return outcome === 'skipped' ? { ...of, skipped: reason } : of
}

export const junitReport = ({ cases, merchant, verdict }: Report): string =>
  junit('epay-sandbox certify', [{ title: merchant, properties: { verdict }, cases: cases.map(caseOf) }])
