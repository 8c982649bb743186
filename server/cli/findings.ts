import type { Severity } from '../../contracts/finding.ts'
import type { Config } from '../config.ts'
import { type FindingsTable, type FoundRow, findingView } from '../readings/findings/table.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'

type Format = Config['format']

const placeOf = ({ workspace }: FoundRow) => (workspace === defaultWorkspace ? {} : { workspace })

const rowLine = (row: FoundRow): string => {
  const { id, severity, message, fix, count } = findingView(row)
  const times = count > 1 ? ` (${count} times)` : ''
  const where = row.workspace === defaultWorkspace ? '' : `[${row.workspace}] `
  return `  ${severity.padEnd(7)}  ${where}${id}${times}: ${message}. Fix: ${fix}`
}

/** A line of the live log: each finding once, when it is met first. */
export const findingLogLine = (row: FoundRow, format: Format): string => {
  if (format === 'json')
    return `${JSON.stringify({ event: 'finding', ...placeOf(row), ...findingView(row) })}\n`
  return `!${rowLine(row).slice(1)}\n`
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

const summary = (rows: FoundRow[]): string =>
  (['error', 'warning', 'note'] as const)
    .map((severity) => ({ severity, count: rows.filter((row) => row.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => plural(count, severity))
    .join(', ')

/** All of a run, the worst first; nothing when nothing was found. */
export const findingsTable = (findings: FindingsTable, format: Format, dialect?: string): string => {
  const rows = findings.rows()
  if (rows.length === 0) return ''
  if (format === 'json') {
    const shown = rows.map((row) => ({ ...placeOf(row), ...findingView(row) }))
    return `${JSON.stringify({ event: 'findings', ...(dialect ? { dialect } : {}), findings: shown })}\n`
  }
  const title = `epay-sandbox: findings${dialect ? ` in the dialect ${dialect}` : ''}: ${summary(rows)}`
  return `${[title, ...rows.map(rowLine)].join('\n')}\n`
}

const counted: Record<'errors' | 'warnings', Severity[]> = {
  errors: ['error'],
  warnings: ['error', 'warning'],
}

/** True when the run has what `--strict` does not let pass. */
export const breaksStrict = (findings: FindingsTable, strict: Config['strict']): boolean =>
  strict !== undefined && findings.rows().some(({ severity }) => counted[strict].includes(severity))
