import { type JunitCase, junit } from '../../report/junit.ts'
import type { CaseResult } from '../case.ts'
import { type Report, worstFirst } from '../verdict.ts'

const caseOf = (result: CaseResult): JunitCase => {
  const { name, promise, ms, outcome, reason = '', why, fix, again = '', checks, stages } = result
  const of = { suite: stages === 'two' ? `${name} (two stages)` : name, title: promise, seconds: ms / 1000 }
  const wrong = checks.filter(({ ok }) => ok !== true)
  const lines = wrong.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`)
  const found = lines.length > 0 && lines.includes(reason) ? lines : [reason, ...lines]
  const text = [...found, `why: ${why}`, `fix: ${fix}`, again && `again: ${again}`].filter(Boolean).join('\n')
  if (outcome === 'failed') return { ...of, failure: { message: reason, text } }
  // JUnit knows nothing between passed and failed: what is not proven was not tested.
  if (outcome === 'unproven') return { ...of, skipped: `not proven: ${reason}` }
  return outcome === 'skipped' ? { ...of, skipped: reason } : of
}

/** Failures first: CI servers show the first lines. */
export const junitReport = ({ cases, merchant, verdict, described }: Report): string =>
  junit('epay-sandbox certify', [
    {
      title: merchant,
      properties: { verdict, described: `${described.file}:${described.line}` },
      cases: worstFirst(cases).map(caseOf),
    },
  ])
