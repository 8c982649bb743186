import { behaviours, behaviourText, type Use, useName, uses } from '../../../contracts/behaviour.ts'
import type { Language } from '../../../contracts/language.ts'

/** Where a behaviour was met: in a workspace, after a mark if one was set. */
export interface Window {
  workspace: string
  mark?: string
}

export interface Met {
  count: number
  /** The first few. */
  by: Window[]
}

export interface Room {
  use(use: Use): void
  meet(use: Use, key: string): void
  mark(name: string): void
}

/** Counted in this process, beside the journal: half of what a bank does (an answer that got lost) is no entry. */
export interface CoverageTable {
  of(workspace: string): Room
  /** Of one workspace, or of all. */
  reading(workspace?: string): CoverageReading
}

export interface CoverageRow extends Met {
  id: string
  use: Use
}

export interface CoverageReading {
  /** What was called at least once: all that is counted. */
  uses: Use[]
  rows: CoverageRow[]
}

const mostWindows = 5
// Anybody may open a workspace; past this the rest is counted as one.
const mostRooms = 500
const otherRooms = '_other'

interface Book {
  mark?: string
  used: Set<Use>
  met: Map<Use, Map<string, Met>>
}

const isSame = (one: Window, other: Window) => one.workspace === other.workspace && one.mark === other.mark

const joinMet = (one: Met, other: Met): Met => {
  const news = other.by.filter((window) => !one.by.some((known) => isSame(known, window)))
  return { count: one.count + other.count, by: [...one.by, ...news].slice(0, mostWindows) }
}

const roomOf = (workspace: string, book: Book): Room => {
  const meetAt = (row: Met) => {
    row.count += 1
    if (row.by.length >= mostWindows) return
    const window = { workspace, ...(book.mark === undefined ? {} : { mark: book.mark }) }
    if (!row.by.some((known) => isSame(known, window))) row.by.push(window)
  }
  return {
    use: (use) => void book.used.add(use),
    meet(use, key) {
      const rows = book.met.get(use) ?? new Map<string, Met>()
      if (rows.size === 0) book.met.set(use, rows)
      const row = rows.get(key) ?? { count: 0, by: [] }
      if (row.count === 0) rows.set(key, row)
      meetAt(row)
    },
    mark(name) {
      book.mark = name
    },
  }
}

const readingOf = ({ used, met }: Book): CoverageReading => ({
  uses: [...used],
  rows: [...met].flatMap(([use, rows]) =>
    [...rows].map(([key, row]) => ({ id: `${use}/${key}`, use, ...row })),
  ),
})

/** Of several workspaces, dialects or runs: what any of them used, and met. */
export const joinReadings = (readings: CoverageReading[]): CoverageReading => {
  const found = new Map<string, Met>()
  for (const { rows } of readings)
    for (const { id, count, by } of rows)
      found.set(id, joinMet(found.get(id) ?? { count: 0, by: [] }, { count, by }))
  const used = uses.filter((use) => readings.some((reading) => reading.uses.includes(use)))
  const rows = behaviours
    .filter(({ use }) => used.includes(use))
    .map(({ id, use }) => ({ id, use, ...(found.get(id) ?? { count: 0, by: [] }) }))
  return { uses: used, rows }
}

export const openCoverage = (): CoverageTable => {
  const rooms = new Map<string, { room: Room; book: Book }>()
  const openRoom = (workspace: string): { room: Room; book: Book } => {
    const name = rooms.size < mostRooms ? workspace : otherRooms
    const known = rooms.get(name)
    if (known) return known
    const book: Book = { used: new Set(), met: new Map() }
    const made = { book, room: roomOf(name, book) }
    rooms.set(name, made)
    return made
  }
  return {
    of: (workspace) => (rooms.get(workspace) ?? openRoom(workspace)).room,
    reading: (workspace) =>
      joinReadings(
        [...rooms]
          .filter(([name]) => workspace === undefined || name === workspace)
          .map(([, { book }]) => readingOf(book)),
      ),
  }
}

const rowById = new Map(behaviours.map((row) => [row.id, row]))

/** As the control API and files tell it: the figure, what it counts, and what would provoke the rest. */
export const coverageView = ({ uses: used, rows }: CoverageReading, language: Language = 'eng') => {
  const met = rows.filter(({ count }) => count > 0).length
  return {
    met,
    of: rows.length,
    percent: rows.length === 0 ? 0 : Math.floor((1000 * met) / rows.length) / 10,
    uses: used.map((use) => ({ use, name: useName(use, language) })),
    behaviours: rows.map(({ id, use, count, by }) => {
      const row = rowById.get(id)
      return {
        ...{ id, use, what: row ? behaviourText(row, language) : id, met: count > 0, count, by },
        ...(row?.provoke && count === 0 ? { provoke: row.provoke } : {}),
      }
    }),
  }
}

export type CoverageView = ReturnType<typeof coverageView>
