import { styleText } from 'node:util'
import { printable } from '../redaction/printable.ts'
import { fitted } from './fit.ts'
import { progress } from './progress.ts'
import { show, showPainted } from './terminal.ts'

type Style = Parameters<typeof styleText>[0]

export type Column<Row> = [title: string, cell: (row: Row) => string, style?: (row: Row) => Style | undefined]

/** As wide as the terminal; where there is none, as wide as the narrowest anybody has. */
const limit = () => process.stdout.columns || Number(process.env.COLUMNS) || 80

/** Colours only where they can be seen. */
export const paint = (style: Style | undefined, text: string): string =>
  style && text ? styleText(style, text, { stream: process.stdout }) : text

const textTable = <Row>(columns: Column<Row>[], rows: Row[]): string => {
  const cells = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => printable(cell(row)))),
  ]
  const styleAt = (y: number, x: number) => (y === 0 ? 'dim' : columns[x]?.[2]?.(rows[y - 1] as Row))
  return fitted(cells, limit(), (text, y, x) => paint(styleAt(y, x), text))
}

/** Every command's output: a table for people, or one JSON document. */
export const print = <Row>(
  format: 'text' | 'json',
  document: unknown,
  columns: Column<Row>[] = [],
  rows: Row[] = [],
): void => {
  progress.now.clear()
  if (format === 'json') show(`${JSON.stringify(document, null, 2)}\n`)
  else showPainted(`${textTable(columns, rows)}\n`)
}

/** A line for people. */
export const say = (line = ''): void => {
  progress.now.clear()
  show(`${line}\n`)
}
