import type { Entry, Settings } from '../contracts/entry.ts'
import type { Refusal } from '../contracts/refusal.ts'
import type { Then } from '../contracts/rule.ts'
import type { Instant } from '../contracts/time.ts'
import { digest, draw } from './chance.ts'
import type { Alarm } from './core/alarm.ts'
import type { CommandKind, CommandOf, ReplyTo } from './core/command.ts'
import { decide } from './core/gateway.ts'
import type { Moment } from './core/moment.ts'
import { replay } from './core/replay.ts'
import { type ClockState, createState, type State, type World } from './core/state.ts'
import type { Clock, Journal } from './ports.ts'
import { takeTurns } from './turns.ts'

export interface Opening {
  settings: Settings
  clock?: ClockState
}

export interface EmulatorParts {
  workspace: string
  world: World
  journal: Journal
  clock: Clock
  /** What an empty journal begins with; asked again after a reset. */
  opening(): Opening
}

export interface Performed<K extends CommandKind> {
  reply: ReplyTo<K> | Refusal
  bend?: Then
}

/** One workspace: takes commands one at a time; append → replay → answer. */
export interface Emulator {
  execute<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<ReplyTo<K> | Refusal>
  /** The same, with what a rule does to the answer. */
  perform<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<Performed<K>>
  /** For readings; nobody but replay() changes it. */
  state(): State
  now(): Instant
  next(): Alarm | undefined
  /** The whole journal of this workspace. */
  entries(): Promise<Entry[]>
  /** Called with what was appended and replayed, before the reply goes out; with nothing after a reset. */
  onEntries(listener: (entries: Entry[]) => void): () => void
  reset(): Promise<void>
}

const openingOf = (settings: Settings): Opening => {
  const { startsAt } = settings
  return {
    settings,
    ...(startsAt === undefined ? {} : { clock: { mode: 'virtual', now: startsAt, set: true } }),
  }
}

export const openEmulator = async (parts: EmulatorParts): Promise<Emulator> => {
  const { workspace, world, journal, clock } = parts
  let state = createState(world)
  let pending = parts.opening()
  const listeners = new Set<(entries: Entry[]) => void>()
  const tell = (entries: Entry[]) => {
    for (const listener of listeners) listener(entries)
  }

  const now = () => (state.clock.mode === 'virtual' ? state.clock.now : clock.now())
  const momentOf = (seed: string): Moment => ({
    now: now(),
    draw: (purpose) => draw(seed, state.seq + 1, purpose),
    digest: (text) => digest(seed, text),
  })
  const catchUp = async () => {
    for (const entry of await journal.read(workspace, state.seq)) replay(state, entry)
  }
  const run = async <K extends CommandKind>(command: CommandOf<K>): Promise<Performed<K>> => {
    for (;;) {
      const moment = momentOf(state.settings?.seed ?? '')
      const { entries, ...performed } = decide<K>(state, command, moment)
      if (entries.length === 0) return performed
      const appended = await journal.append(workspace, state.seq, moment.now, entries)
      if (appended) {
        for (const entry of appended) replay(state, entry)
        tell(appended)
        return performed
      }
      await catchUp() // somebody else wrote first: decide again on what is now true
    }
  }
  // An empty journal is read as it will be once it has been opened.
  const prime = () => {
    state.settings = pending.settings
    state.clock = pending.clock ?? { mode: 'system' }
  }
  const open = () => run<'open workspace'>({ kind: 'open workspace', ...pending })
  const inTurn = takeTurns()

  const perform = <K extends CommandKind>(command: CommandOf<K> & { kind: K }) =>
    inTurn(async () => {
      if (state.seq === 0) await open()
      return run<K>(command)
    })

  await catchUp()
  if (state.seq === 0) prime()
  await open()
  if (journal.exclusive) await run({ kind: 'resume after restart' })

  return {
    perform,
    execute: async <K extends CommandKind>(command: CommandOf<K> & { kind: K }) =>
      (await perform<K>(command)).reply,
    state: () => state,
    now,
    next: () => state.alarms.next(),
    entries: async () => journal.read(workspace, 0),
    onEntries(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reset: () =>
      inTurn(async () => {
        await journal.clear(workspace)
        // Settings asked for by name outlive a reset; those of the command line are asked again.
        const own = state.settings?.own ? openingOf(state.settings) : undefined
        pending = own ?? parts.opening()
        state = createState(world)
        prime()
        // Nobody else remembers them: a restart before the next command must find them.
        if (own) await open()
        tell([])
      }),
  }
}
