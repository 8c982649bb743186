export type Column<Row> = [title: string, cell: (row: Row) => string]

const textTable = <Row>(columns: Column<Row>[], rows: Row[]): string => {
  const lines = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Every command's output: a table for people, or one JSON document. */
export const print = <Row>(
  format: 'text' | 'json',
  document: unknown,
  columns: Column<Row>[] = [],
  rows: Row[] = [],
): void => {
  const text = format === 'json' ? JSON.stringify(document, null, 2) : textTable(columns, rows)
  process.stdout.write(`${text}\n`)
}

/** A line for people. */
export const say = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}
