import { type CoverageTable, openCoverage } from './coverage/table.ts'
import { type FindingsTable, openFindings } from './findings/table.ts'
import { openRunLog, type RunLog } from './run/run-log.ts'

/** What is counted beside the journal, over all workspaces, for as long as the process lives. */
export interface Counted {
  /** What was found in the requests. */
  findings: FindingsTable
  /** What the bank's side did. */
  coverage: CoverageTable
  /** Kept for a report, where one was asked for: it costs memory. */
  runLog?: RunLog
}

export const openCounted = (known: Partial<Counted>, isReported: boolean): Counted => ({
  findings: known.findings ?? openFindings(),
  coverage: known.coverage ?? openCoverage(),
  ...(isReported ? { runLog: known.runLog ?? openRunLog() } : {}),
})
