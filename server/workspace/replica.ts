import type { Entry, Settings } from '../../contracts/entry.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Moment } from '../core/moment.ts'
import { replay } from '../core/replay.ts'
import { type ClockState, createState, type MutableState, type State, type World } from '../core/state.ts'
import type { Clock, Journal, Place } from '../ports.ts'
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
}

/** One workspace as this process knows it: the journal so far, replayed. Others may write to the same journal. */
export interface Replica {
  state(): State
  place(): Place
  now(): Instant
  moment(): Moment
  /** Reads and replays what is new. */
  catchUp(): Promise<void>
  /** Replays what has been appended. */
  take(entries: Entry[]): void
  /** Called with what was replayed; with nothing when a reset forgot it all. */
  onEntries(listener: (entries: Entry[]) => void): () => void
}

// A long journal is read in pieces: all of it at once would be in memory twice.
const piece = 10_000

export const openReplica = (parts: ReplicaParts): Replica => {
  const { workspace, world, journal, clock, opening } = parts
  const listeners = new Set<(entries: Entry[]) => void>()
  const tell = (entries: Entry[]) => {
    for (const listener of listeners) listener(entries)
  }
  const begin = (): MutableState => {
    const state = createState(world)
    const { settings, clock } = opening()
    state.settings = settings
    state.clock = clock ?? { mode: 'system' }
    return state
  }
  let life = 0
  let state = recall(journal, workspace, world) ?? begin()

  const place = (): Place => ({ life, seq: state.seq })
  const now = () => (state.clock.mode === 'virtual' ? state.clock.now : clock.now())
  /** An entry may come twice, as the answer to an append and read while that was under way: it happens once. */
  const take = (entries: Entry[]) => {
    const fresh = entries[0]?.seq === state.seq + 1 ? entries : entries.filter(({ seq }) => seq > state.seq)
    for (const entry of fresh) replay(state, entry)
    if (fresh.length > 0) tell(fresh)
  }
  const beginAgain = (next: number) => {
    life = next
    state = begin()
    tell([])
  }
  return {
    state: () => state,
    place,
    now,
    moment() {
      const seed = state.settings?.seed ?? ''
      return {
        now: now(),
        draw: (purpose) => draw(seed, state.seq + 1, purpose),
        digest: (text) => digest(seed, text),
      }
    },
    take,
    async catchUp() {
      let more = true
      while (more) {
        const news = await journal.read(workspace, place(), piece)
        if (news.life < life) return // read before a reset that is known by now
        if (news.life > life) beginAgain(news.life)
        take(news.entries)
        more = news.entries.length === piece
      }
    },
    onEntries(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
