import {
  type Finding,
  type FindingId,
  findings,
  findingText,
  type Severity,
} from '../../../contracts/finding.ts'
import type { Language } from '../../../contracts/language.ts'
import { tellProvenance } from '../../../contracts/provenance.ts'

/** One finding of one workspace, however often it was met. */
export interface FoundRow {
  workspace: string
  finding: Finding
  /** The worst it was judged: another dialect judges otherwise. */
  severity: Severity
  count: number
  /** The newest exchanges it was met in; those may have been forgotten since. */
  exchanges: number[]
  /** The newest orders it was met with. */
  invoices: string[]
}

export interface Met {
  workspace: string
  finding: Finding
  severity: Severity
  /** Of the request it was found in, if it was found in one. */
  exchange?: number
  invoiceId?: string
}

/** Counted in this process, beside the journal: what a request looked like changes nothing that is decided. */
export interface FindingsTable {
  add(met: Met): void
  /** Of one workspace, or of all; the worst first. */
  rows(workspace?: string): FoundRow[]
  /** How often each was met, by severity. */
  counts(): { id: FindingId; severity: Severity; count: number }[]
  /** Called with each that is met for the first time. */
  onNew(listener: (row: FoundRow) => void): void
}

const samples = 10
// A request can spell a name in any way it likes: past this, findings of one kind are counted as one.
const mostRows = 1_000
export const anyWorkspace = '_other'

const order: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

const worse = (one: Severity, other: Severity) => (order[one] <= order[other] ? one : other)

const newest = <T>(list: T[], one: T): T[] => (list.includes(one) ? list : [...list.slice(1 - samples), one])

const keyOf = (workspace: string, { id, where, got, expected }: Finding) =>
  [workspace, id, where, findings[id].each ? got : '', expected].join('\u0000')

const gathered = ({ id }: Finding): Finding => ({
  id,
  where: 'several places',
  got: 'several',
  expected: '',
})

export const openFindings = (): FindingsTable => {
  const table = new Map<string, FoundRow>()
  const listeners = new Set<(row: FoundRow) => void>()

  // What a shop does wrong it does with every payment, and most of it is one and the same finding each time.
  const firstRows = new WeakMap<Finding, FoundRow>()

  const rowOf = ({ workspace, finding, severity }: Met): FoundRow => {
    const first = firstRows.get(finding)
    if (first?.workspace === workspace) return first
    const key = keyOf(workspace, finding)
    const found = table.get(key)
    if (found) return found
    if (table.size >= mostRows && workspace !== anyWorkspace)
      return rowOf({ workspace: anyWorkspace, finding: gathered(finding), severity })
    const row = { workspace, finding, severity, count: 0, exchanges: [], invoices: [] }
    table.set(key, row)
    firstRows.set(finding, row)
    return row
  }

  return {
    add(met) {
      const row = rowOf(met)
      row.count += 1
      row.severity = worse(row.severity, met.severity)
      if (met.exchange !== undefined) row.exchanges = newest(row.exchanges, met.exchange)
      if (met.invoiceId) row.invoices = newest(row.invoices, met.invoiceId)
      if (row.count === 1) for (const listener of listeners) listener(row)
    },
    rows: (workspace) =>
      [...table.values()]
        .filter((row) => workspace === undefined || row.workspace === workspace)
        .sort((one, other) => order[one.severity] - order[other.severity] || other.count - one.count),
    counts() {
      const sums = new Map<string, { id: FindingId; severity: Severity; count: number }>()
      for (const { finding, severity, count } of table.values()) {
        const key = `${finding.id} ${severity}`
        const sum = sums.get(key) ?? { id: finding.id, severity, count: 0 }
        sums.set(key, { ...sum, count: sum.count + count })
      }
      return [...sums.values()]
    },
    onNew: (listener) => void listeners.add(listener),
  }
}

/** A row as the control API and a program's log tell it. */
export const findingView = (
  { finding, severity, count, exchanges }: Omit<FoundRow, 'workspace' | 'invoices'>,
  language: Language = 'eng',
) => ({
  id: finding.id,
  severity,
  ...findingText(finding, language),
  where: finding.where,
  count,
  exchanges,
  provenance: tellProvenance(findings[finding.id].provenance),
})
