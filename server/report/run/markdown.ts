import type { RunReport } from './run-report.ts'
import { figureOf, type Section, sectionsOf, wordsOf } from './words.ts'

const cell = (text: string) => text.replace(/[\\|`<>[\]*_]/g, '\\$&').replace(/\s+/g, ' ')

const mostRows = 30

const listOf = ({ title, about, rows, bad }: Section): string[] => {
  if (rows.length === 0 && !about) return []
  const shown = rows.slice(0, mostRows).map((row) => `- ${row.filter(Boolean).map(cell).join(' · ')}`)
  const more = rows.length > mostRows ? [`- … ${rows.length - mostRows}`] : []
  return [
    `### ${bad && rows.length > 0 ? '✗ ' : ''}${title}`,
    '',
    ...(about ? [cell(about), ''] : []),
    ...shown,
    ...more,
    '',
  ]
}

/** Short enough for the summary of a CI job. */
export const markdownOf = (report: RunReport): string => {
  const words = wordsOf(report)
  return [
    `## epay-sandbox: ${words.title}`,
    '',
    `${figureOf(report.coverage, words)} · ${report.dialect} · ${cell(words.notBank)}`,
    '',
    ...sectionsOf(report).flatMap(listOf),
  ].join('\n')
}
