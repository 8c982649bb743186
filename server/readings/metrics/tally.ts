import type { Entry, EntryKind, PostlinkAnswer } from '../../../contracts/entry.ts'
import { limitOf, type Unavailable } from '../../ports.ts'
import { defaultWorkspace, type Workspaces } from '../../workspace/workspaces.ts'
import { createDurations, type Durations, observe } from './durations.ts'

/** Plain numbers, counted as things happen, whether or not anybody ever asks for them. */

type Counts<Key> = Map<Key, number>

const add = <Key>(counts: Counts<Key>, key: Key) => void counts.set(key, (counts.get(key) ?? 0) + 1)

const known = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const found = map.get(key)
  if (found) return found
  const made = make()
  map.set(key, made)
  return made
}

/** What happened in one workspace since the process began. */
export interface Tally {
  /** By reason code; 0 is an approval. */
  payments: Counts<number>
  operations: Counts<string>
  attempts: Counts<string>
  refused: Counts<string>
  /** Operation → HTTP status. */
  requests: Map<string, Counts<number>>
  /** Who follows the journal just now. */
  listeners: number
}

const createTally = (): Tally => ({
  payments: new Map(),
  operations: new Map(),
  attempts: new Map(),
  refused: new Map(),
  requests: new Map(),
  listeners: 0,
})

const resultOf = ({ status, final }: PostlinkAnswer): string => {
  if (status !== undefined) return `${Math.floor(status / 100)}xx`
  return final ? 'not sent' : 'no answer'
}

type Counters = { [K in EntryKind]?: (tally: Tally, entry: Extract<Entry, { kind: K }>) => void }

const counters: Counters = {
  'payment decided': ({ payments }, { transaction }) => add(payments, transaction.reasonCode),
  'payment operated': ({ operations }, { operation }) => add(operations, operation),
  'postlink answered': ({ attempts }, { answer }) => add(attempts, resultOf(answer)),
  'request refused': (tally, { refused }) => add(tally.refused, refused),
}

export interface Totals {
  durations: Map<string, Durations>
  limitsHit: Counts<string>
  faults: number
}

// Anybody may invent a workspace: the first ones are told apart, all later ones are told as one.
const toldApart = 50
export const otherWorkspaces = '_other'

export const openTallies = (workspaces: Workspaces) => {
  const tallies = new Map([[defaultWorkspace, createTally()]])
  const totals: Totals = {
    durations: new Map(),
    limitsHit: new Map([
      ['commands', 0],
      ['workspaces', 0],
      ['journal', 0],
    ]),
    faults: 0,
  }
  const labelOf = (workspace: string): string =>
    tallies.has(workspace) || tallies.size < toldApart ? workspace : otherWorkspaces
  const of = (workspace: string): Tally => known(tallies, labelOf(workspace), createTally)
  workspaces.onEntries(({ name }, entries) => {
    const tally = of(name)
    for (const entry of entries)
      (counters[entry.kind] as ((tally: Tally, entry: Entry) => void) | undefined)?.(tally, entry)
  })
  return {
    of,
    labelOf,
    all: () => tallies,
    totals,
    request(workspace: string, operation: string, { status, ms }: { status: number; ms: number }) {
      add(
        known(of(workspace).requests, operation, () => new Map()),
        status,
      )
      observe(known(totals.durations, operation, createDurations), ms / 1000)
    },
    limit: (error: Unavailable) => add(totals.limitsHit, limitOf(error)),
    fault() {
      totals.faults += 1
    },
  }
}

export type Tallies = ReturnType<typeof openTallies>
