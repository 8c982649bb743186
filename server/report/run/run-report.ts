import type { Language } from '../../../contracts/language.ts'
import { checkLedger, type LedgerViolation } from '../../core/ledger.ts'
import type { CoverageTable } from '../../readings/coverage/table.ts'
import { type CoverageView, coverageView } from '../../readings/coverage/table.ts'
import { type FindingsTable, findingView } from '../../readings/findings/table.ts'
import type { RunLog, RunPayment, RunPostlink, RunRecord } from '../../readings/run/run-log.ts'
import { version } from '../../version.ts'
import type { Workspaces } from '../../workspace/workspaces.ts'

/** A run from its end: what a shop's own tests told the sandbox. */
export interface RunReport {
  report: 1
  version: string
  at: string
  dialect: string
  language: Language
  /** What was run, and how it ended; absent where nothing was run. */
  exitCode?: number
  /** First of all: what the rest stands on. */
  assumed: string[]
  findings: (ReturnType<typeof findingView> & { workspace: string })[]
  coverage: CoverageView
  payments: RunPayment[]
  /** Sent or to be sent, and never taken with 2xx. */
  undelivered: RunPostlink[]
  /** Paid at the bank, and the shop did not take the word of it: the worst there is. */
  paidUntold: RunPostlink[]
  ledger: { ok: boolean; violations: LedgerViolation[] }
  hosts: RunRecord['hosts']
  slowest: RunRecord['slowest']
}

export interface RunParts {
  findings: FindingsTable
  coverage: CoverageTable
  runLog: RunLog
  workspaces: Pick<Workspaces, 'opened'>
}

export interface RunFacts {
  at: number
  dialect: string
  language: Language
  exitCode?: number
}

export const reportOfRun = async (
  { findings, coverage, runLog, workspaces }: RunParts,
  { at, ...facts }: RunFacts,
): Promise<RunReport> => {
  const { payments, postlinks, assumed, hosts, slowest } = runLog.read(at)
  const states = (await workspaces.opened()).map(({ emulator }) => emulator.state())
  const violations = states.flatMap((state) => checkLedger(state))
  const undelivered = postlinks.filter(({ taken }) => !taken)
  return {
    report: 1,
    version,
    at: new Date(at).toISOString(),
    ...facts,
    assumed,
    findings: findings
      .rows()
      .map((row) => ({ ...findingView(row, facts.language), workspace: row.workspace })),
    coverage: coverageView(coverage.reading(), facts.language),
    payments,
    undelivered,
    paidUntold: undelivered.filter(({ kind, attempts }) => kind === 'success' && attempts > 0),
    ledger: { ok: violations.length === 0, violations },
    hosts,
    slowest,
  }
}
