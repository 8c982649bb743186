import type { Severity } from '../../contracts/finding.ts'
import type { Language } from '../../contracts/language.ts'
import type { Config } from '../config.ts'
import { type FindingsTable, type FoundRow, findingView } from '../readings/findings/table.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'

type Format = Config['format']

const placeOf = ({ workspace }: FoundRow) => (workspace === defaultWorkspace ? {} : { workspace })

interface Words {
  fix: string
  times(count: number): string
  title(dialect: string, counts: string): string
  count(severity: Severity, count: number): string
}

/** Of the table at the end of a run; the live log is English. */
const words: Record<Language, Words> = {
  eng: {
    fix: 'Fix',
    times: (count) => `${count} times`,
    title: (dialect, counts) => `findings${dialect && ` in the dialect ${dialect}`}: ${counts}`,
    count: (severity, count) => `${count} ${severity}${count === 1 ? '' : 's'}`,
  },
  rus: {
    fix: 'Исправить',
    times: (count) => `раз: ${count}`,
    title: (dialect, counts) => `находки${dialect && ` в диалекте ${dialect}`}: ${counts}`,
    count: (severity, count) =>
      `${{ error: 'ошибок', warning: 'предупреждений', note: 'заметок' }[severity]} ${count}`,
  },
  kaz: {
    fix: 'Түзету',
    times: (count) => `${count} рет`,
    title: (dialect, counts) => `табылғандар${dialect && ` (${dialect} диалектісі)`}: ${counts}`,
    count: (severity, count) =>
      `${count} ${{ error: 'қате', warning: 'ескерту', note: 'ескертпе' }[severity]}`,
  },
}

const rowLine = (row: FoundRow, language: Language = 'eng'): string => {
  const { id, severity, message, fix, count } = findingView(row, language)
  const times = count > 1 ? ` (${words[language].times(count)})` : ''
  const where = row.workspace === defaultWorkspace ? '' : `[${row.workspace}] `
  return `  ${severity.padEnd(7)}  ${where}${id}${times}: ${message}. ${words[language].fix}: ${fix}`
}

/** A line of the live log: each finding once, when it is met first. */
export const findingLogLine = (row: FoundRow, format: Format): string => {
  if (format === 'json')
    return `${JSON.stringify({ event: 'finding', ...placeOf(row), ...findingView(row) })}\n`
  return `!${rowLine(row).slice(1)}\n`
}

const summary = (rows: FoundRow[], language: Language): string =>
  (['error', 'warning', 'note'] as const)
    .map((severity) => ({ severity, count: rows.filter((row) => row.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => words[language].count(severity, count))
    .join(', ')

/** All of a run, the worst first; nothing when nothing was found. */
export const findingsTable = (
  findings: FindingsTable,
  { format, lang }: Pick<Config, 'format' | 'lang'>,
  dialect = '',
): string => {
  const rows = findings.rows()
  if (rows.length === 0) return ''
  if (format === 'json') {
    const shown = rows.map((row) => ({ ...placeOf(row), ...findingView(row) }))
    return `${JSON.stringify({ event: 'findings', ...(dialect ? { dialect } : {}), findings: shown })}\n`
  }
  const title = `epay-sandbox: ${words[lang].title(dialect, summary(rows, lang))}`
  return `${[title, ...rows.map((row) => rowLine(row, lang))].join('\n')}\n`
}

const counted: Record<'errors' | 'warnings', Severity[]> = {
  errors: ['error'],
  warnings: ['error', 'warning'],
}

/** True when the run has what `--strict` does not let pass. */
export const breaksStrict = (findings: FindingsTable, strict: Config['strict']): boolean =>
  strict !== undefined && findings.rows().some(({ severity }) => counted[strict].includes(severity))
