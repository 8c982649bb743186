import type { RuleRecord } from '../../contracts/entry.ts'
import type { Alarm } from './alarm.ts'
import type { MutableLine } from './line.ts'
import { createState, type MutableState, type State, type World } from './state.ts'

/** Raised with every change of the state, or of what replay() makes of an entry; others are not read. */
export const snapshotForm = 8

/** What a world at rest does not tell already. */
type PartName = Exclude<keyof State, 'world'>

/** Some rows of one part of a state, as plain JSON. */
export interface Piece {
  part: PartName
  rows: unknown[]
}

interface Part {
  /** As they are now, whatever replay() does later. */
  rows(state: State): unknown[]
  take(state: MutableState, row: unknown): void
}

const rowsPerPiece = 500

/** The state as it is now: what happens while the pieces are taken is not in them. */
export const piecesOf = (state: State): Iterable<Piece> => {
  const all = (Object.keys(parts) as PartName[]).map(
    (part): Piece => ({ part, rows: parts[part].rows(state) }),
  )
  return (function* () {
    for (const { part, rows } of all) {
      for (let at = 0; at < rows.length; at += rowsPerPiece)
        yield { part, rows: rows.slice(at, at + rowsPerPiece) }
    }
  })()
}

export const stateOf = (world: World, pieces: Iterable<Piece>): MutableState => {
  const state = createState(world)
  for (const { part, rows } of pieces) for (const row of rows) parts[part].take(state, row)
  return state
}

const value = (of: 'seq' | 'settings' | 'clock'): Part => ({
  rows: (state) => [state[of]],
  take: (state, row) => Object.assign(state, { [of]: row }),
})

type MapName = {
  [K in keyof State]-?: State[K] extends ReadonlyMap<string, unknown> ? K : never
}[keyof State]

/** Of records that replay() replaces and never changes. */
const map = (of: MapName): Part => ({
  rows: (state) => [...state[of]],
  take: (state, row) => void (state[of] as Map<string, unknown>).set(...(row as [string, unknown])),
})

/** Of records that replay() changes in place; the lists in them it replaces. */
const changing = (
  of:
    | 'tokens'
    | 'pages'
    | 'invoices'
    | 'links'
    | 'qrs'
    | 'challenges'
    | 'postlinks'
    | 'subscriptions'
    | 'instalments',
): Part => ({
  ...map(of),
  rows: (state) =>
    Array.from(state[of] as ReadonlyMap<string, object>, ([key, record]) => [key, { ...record }]),
})

const line = (of: 'paymentLine' | 'tokenLine' | 'linkLine'): Part => ({
  rows: (state) => state[of].all(),
  take: (state, row) => (state[of] as MutableLine).push(row as string),
})

const parts: Record<PartName, Part> = {
  seq: value('seq'),
  settings: value('settings'),
  clock: value('clock'),
  counts: {
    rows: (state) => [{ ...state.counts }],
    take: (state, row) => Object.assign(state, { counts: row }),
  },
  rules: {
    rows: (state) => state.rules.map((rule) => ({ ...rule })),
    take: (state, row) => void state.rules.push(row as RuleRecord),
  },
  marks: map('marks'),
  tokens: changing('tokens'),
  pages: changing('pages'),
  transactions: map('transactions'),
  invoices: changing('invoices'),
  lastSix: map('lastSix'),
  cards: map('cards'),
  links: changing('links'),
  linkOf: map('linkOf'),
  qrs: changing('qrs'),
  challenges: changing('challenges'),
  postlinks: changing('postlinks'),
  settlements: map('settlements'),
  subscriptions: changing('subscriptions'),
  instalments: changing('instalments'),
  postlinksOf: map('postlinksOf'),
  waiting: {
    rows: (state) => [...state.waiting],
    take: (state, row) => void state.waiting.add(row as string),
  },
  alarms: {
    rows: (state) => state.alarms.all(),
    take: (state, row) => state.alarms.set(row as Alarm),
  },
  paymentLine: line('paymentLine'),
  tokenLine: line('tokenLine'),
  linkLine: line('linkLine'),
}
