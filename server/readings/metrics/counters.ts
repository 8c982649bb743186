import { type Entry, type EntryKind, ignored, type PostlinkAnswer } from '../../../contracts/entry.ts'
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
export interface Counters {
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

const createCounters = (): Counters => ({
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

type CountEntry = {
  [K in EntryKind]: ((own: Counters, entry: Extract<Entry, { kind: K }>) => void) | undefined
}

const countEntry: CountEntry = {
  ...ignored(
    'card deactivated',
    'card saved',
    'challenge answered',
    'challenge asked',
    'clock moved',
    'invoice link ended',
    'invoice link made',
    'marked',
    'page ended',
    'page opened',
    'postlink held',
    'postlink owed',
    'postlink requeued',
    'postlink sent',
    'qr ended',
    'qr made',
    'rule added',
    'rule matched',
    'rules cleared',
    'instalment asked',
    'instalment moved',
    'settlement made',
    'subscription charged',
    'subscription ended',
    'subscription made',
    'token expired',
    'token issued',
    'workspace opened',
  ),
  'payment decided': ({ payments }, { transaction }) => add(payments, transaction.reasonCode),
  'payment operated': ({ operations }, { operation }) => add(operations, operation),
  'postlink answered': ({ attempts }, { answer }) => add(attempts, resultOf(answer)),
  'request refused': ({ refused: counts }, { refused }) => add(counts, refused),
}

export interface Totals {
  durations: Map<string, Durations>
  limitsHit: Counts<string>
  faults: number
}

// Anybody may create a workspace, and a label costs memory: the first ones have their own, all later ones share one.
const maxLabels = 50
export const otherWorkspaces = '_other'

export const openCounters = (workspaces: Workspaces) => {
  const counters = new Map([[defaultWorkspace, createCounters()]])
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
    counters.has(workspace) || counters.size < maxLabels ? workspace : otherWorkspaces
  const of = (workspace: string): Counters => known(counters, labelOf(workspace), createCounters)
  workspaces.onEntries(({ name }, entries) => {
    const own = of(name)
    for (const entry of entries)
      (countEntry[entry.kind] as ((own: Counters, entry: Entry) => void) | undefined)?.(own, entry)
  })
  return {
    of,
    labelOf,
    all: () => counters,
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

export type CountersByWorkspace = ReturnType<typeof openCounters>
