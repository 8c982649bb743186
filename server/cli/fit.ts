/** Columns beside each other in a width: cells go on below themselves where they are too wide for it. */

const gap = 2
// Narrower than this nothing can be read.
const leastColumn = 8

/** Where a cell may go on: after a blank, and within addresses and JSON, which have none. */
const atomsOf = (text: string): string[] => text.match(/[^\s,/?&]*[\s,/?&]+|[^\s,/?&]+/g) ?? []

const longestAtom = (text: string) => Math.max(0, ...atomsOf(text).map((atom) => atom.trimEnd().length))

const broken = (text: string, width: number): string[] => {
  const lines = ['']
  for (const atom of atomsOf(text)) {
    const last = lines.at(-1) ?? ''
    if ((last + atom).trimEnd().length <= width) lines[lines.length - 1] = last + atom
    else if (last === '') lines[lines.length - 1] = atom
    else lines.push(atom)
  }
  return lines.flatMap((line) => line.trimEnd().match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''])
}

const total = (widths: number[]) => widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1)

/** The widest gives way first, down to its least. */
const shrunk = (widths: number[], least: number[], limit: number): number[] => {
  const now = [...widths]
  while (total(now) > limit) {
    const room = now.map((width, i) => (width > (least[i] ?? 0) ? width : 0))
    const widest = room.indexOf(Math.max(...room))
    if (!room[widest]) return now
    now[widest] = (now[widest] ?? 0) - 1
  }
  return now
}

/** How wide each column may be; words stay whole as long as there is room for them. */
const widthsOf = (rows: string[][], limit: number): number[] => {
  const columns = rows[0]?.map((_, i) => rows.map((row) => row[i] ?? '')) ?? []
  const natural = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)))
  const words = columns.map((cells) => Math.max(...cells.map(longestAtom)))
  const least = natural.map((width) => Math.min(width, leastColumn))
  return shrunk(shrunk(natural, words, limit), least, limit)
}

/** Rows of cells as lines; `paint` is called with what a cell shows and where it stands. */
export const fitted = (
  rows: string[][],
  limit: number,
  paint: (text: string, row: number, column: number) => string = (text) => text,
): string => {
  const widths = widthsOf(rows, limit)
  const lines = rows.flatMap((row, y) => {
    const cells = row.map((cell, x) => broken(cell, widths[x] || 1))
    const height = Math.max(1, ...cells.map(({ length }) => length))
    return Array.from({ length: height }, (_, line) => {
      const last = cells.findLastIndex((cell) => cell[line])
      return cells
        .slice(0, last + 1)
        .map((cell, x) => {
          const text = cell[line] ?? ''
          return paint(text, y, x) + (x === last ? '' : ' '.repeat((widths[x] ?? 0) - text.length))
        })
        .join(' '.repeat(gap))
    })
  })
  return lines.join('\n')
}
