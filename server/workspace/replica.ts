import type { Entry, Settings } from '../../contracts/entry.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Moment } from '../core/moment.ts'
import { holdOwed } from '../core/owed.ts'
import { replay } from '../core/replay.ts'
import { type ClockState, createState, type MutableState, type State, type World } from '../core/state.ts'
import { type Clock, type Journal, JournalError, type Place, type Reading } from '../ports.ts'
import { digest, draw } from './chance.ts'
import { recall } from './recall.ts'

export interface Opening {
  settings: Settings
  clock?: ClockState
}

export interface ReplicaParts {
  workspace: string
  world: World
  journal: Journal
  clock: Clock
  /** What a journal without entries is read as: what it will begin with. */
  opening(): Opening
  /** What the journal has come to, where somebody knows it already. */
  begun?: Begun
}

export interface Begun {
  life: number
  state: MutableState
}

/** One workspace as this process knows it: the journal so far, replayed. Others may write to the same journal. */
export interface Replica {
  state(): State
  place(): Place
  /** After which entry everything owed was held: no entry tells it, see core/owed.ts. */
  heldAt(): number | undefined
  now(): Instant
  moment(): Moment
  /** Reads and replays what is new. */
  catchUp(): Promise<void>
  /** Replays what has been appended; of a life that has ended meanwhile nothing. */
  take(appended: Reading): void
  /** Called with what was replayed; with nothing when a reset forgot it all. */
  onEntries(listener: (entries: Entry[]) => void): () => void
}

// A long journal is read in pieces: all of it at once would be in memory twice.
const piece = 10_000

/**
 * Before the first entry: as it will be opened. Where there are entries, they alone tell; each server would begin
 * otherwise.
 */
const beforeLife = (world: World, { settings, clock }: Opening): MutableState => ({
  ...createState(world),
  settings,
  clock: clock ?? { mode: 'system' },
})

const replayAll = (state: MutableState, { entries, holdsAt }: Reading) => {
  for (const entry of entries) {
    replay(state, entry)
    if (entry.seq === holdsAt) holdOwed(state)
  }
}

/** What a journal was kept with may be of another kind or shape than anything written here. */
const replayRead = (state: MutableState, reading: Reading, { journal, workspace }: ReplicaParts) => {
  try {
    replayAll(state, reading)
  } catch (cause) {
    const seq = state.seq + 1
    const words = `entry ${seq} of workspace ${workspace} is none of this version: ${(cause as Error).message}`
    throw journal.unreadable?.(workspace, seq, cause) ?? new JournalError(words, { cause, final: true })
  }
}

const openListeners = () => {
  const listeners = new Set<(entries: Entry[]) => void>()
  return {
    tell(entries: Entry[]) {
      for (const listener of listeners) listener(entries)
    },
    onEntries(listener: (entries: Entry[]) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const momentOf = ({ settings, counts }: State, now: Instant): Moment => {
  const seed = settings?.seed ?? ''
  return {
    now,
    draw: (kind, part) => draw(seed, kind, counts[kind], part),
    digest: (text) => digest(seed, text),
  }
}

export const openReplica = (parts: ReplicaParts): Replica => {
  const { workspace, world, journal, clock, opening } = parts
  const { tell, onEntries } = openListeners()
  const begin = (life: number) => (life === 0 ? beforeLife(world, opening()) : createState(world))
  const recalled = parts.begun ?? recall(journal, workspace, world)
  let life = recalled?.life ?? 0
  let state = recalled?.state ?? begin(0)
  let heldAt: number | undefined
  /** Goes up with whatever is learned of the journal. */
  let learned = 0

  const place = (): Place => ({ life, seq: state.seq })
  const now = () => (state.clock.mode === 'virtual' ? state.clock.now : clock.now())
  /** An entry may come twice, as the answer to an append and read while that was under way: it happens once. */
  const take = ({ life: of, entries, holdsAt }: Reading, isRead = false) => {
    const begins = life === 0 && entries[0]?.seq === 1
    if (of !== life && !begins) return
    if (begins) state = begin(of)
    life = of
    const fresh = entries[0]?.seq === state.seq + 1 ? entries : entries.filter(({ seq }) => seq > state.seq)
    if (fresh.length === 0) return
    learned += 1
    const reading = { life: of, entries: fresh, ...(holdsAt ? { holdsAt } : {}) }
    if (isRead) replayRead(state, reading, parts)
    else replayAll(state, reading)
    tell(fresh)
  }
  const beginAgain = (next: number) => {
    learned += 1
    life = next
    const { seq } = state
    state = begin(next)
    if (seq > 0) tell([])
  }
  return {
    state: () => state,
    place,
    heldAt: () => heldAt,
    now,
    moment: () => momentOf(state, now()),
    take,
    async catchUp() {
      let more = true
      while (more) {
        const before = learned
        const news = await journal.read(workspace, place(), piece)
        const isAnother = news.life !== life
        // Which of the two is older, what was read or what was learned meanwhile? Another look tells.
        if (isAnother && learned !== before) continue
        heldAt = news.holdsAt
        if (isAnother) beginAgain(news.life)
        take(news, true)
        more = news.entries.length === piece
      }
    },
    onEntries,
  }
}
