import type { Entry, Settings } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { Then } from '../../contracts/rule.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Alarm } from '../core/alarm.ts'
import type { CommandKind, CommandOf, ReplyTo } from '../core/command.ts'
import { decide } from '../core/gateway.ts'
import { createState, type State } from '../core/state.ts'
import type { Place } from '../ports.ts'
import { takeTurns } from './command-queue.ts'
import { admit } from './limits.ts'
import { type Opening, openReplica, type Replica, type ReplicaParts } from './replica.ts'
import { sharedWork } from './shared-work.ts'

export interface Performed<K extends CommandKind> {
  reply: ReplyTo<K> | Refusal
  bend?: Then
}

/** One workspace: takes commands one at a time; append → replay → answer. */
export interface Emulator {
  execute<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<ReplyTo<K> | Refusal>
  /** The same, with what a rule does to the answer. Throws Busy, or the JournalError of a journal that fails. */
  perform<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<Performed<K>>
  /** For readings. */
  state(): State
  /** Until the state holds whatever anybody was told before this call; a journal of one's own has nothing new. */
  refresh(): Promise<void> | undefined
  place(): Place
  /** How many commands wait for their turn. */
  waiting(): number
  now(): Instant
  /** What is due next, or will be; but not what waits for an address that is full. */
  next(isFull?: (address: string) => boolean): Alarm | undefined
  /** The journal of this workspace, or what of it follows an entry; at most `limit` of them. */
  entries(after?: number, limit?: number): Promise<Entry[]>
  /** Called with what was replayed, before the reply goes out; with nothing when a reset forgot it all. */
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

/** Decide → append → replay → answer. */
const runOn = (replica: Replica, { workspace, journal }: ReplicaParts) => {
  /** Without a promise where the journal answers without one: what waits for nothing is done at once. */
  const run = <K extends CommandKind>(command: CommandOf<K>): Performed<K> | Promise<Performed<K>> => {
    const moment = replica.moment()
    const { entries, reply, bend } = decide<K>(replica.state(), command, moment)
    const performed = { reply, bend }
    if (entries.length === 0) return performed
    const taken = (appended: Entry[] | undefined) => {
      if (!appended) return runAgain(command)
      replica.take(appended)
      return performed
    }
    const appended = journal.append(workspace, replica.place(), moment.now, entries)
    return appended instanceof Promise ? appended.then(taken) : taken(appended)
  }
  /** Somebody else wrote first: decides again on what is now true. */
  const runAgain = async <K extends CommandKind>(command: CommandOf<K>): Promise<Performed<K>> => {
    await replica.catchUp()
    return run(command)
  }
  return run
}

export const openEmulator = async (parts: ReplicaParts): Promise<Emulator> => {
  const { workspace, world, journal, clock } = parts
  let pending = parts.opening()
  const replica = openReplica({ ...parts, opening: () => pending })
  const turns = takeTurns()

  const run = runOn(replica, parts)
  /** Whoever joins others takes their clock as it is; the settings are those of the last to start. */
  const open = () => {
    const { settings, clock } = pending
    const begins = journal.exclusive || replica.place().seq === 0
    return run({ kind: 'open workspace', settings, ...(clock && begins ? { clock } : {}) })
  }
  const perform = async <K extends CommandKind>(command: CommandOf<K> & { kind: K }) => {
    admit(command.kind, { workspace, state: replica.state(), waiting: turns.waiting() })
    const turn = turns.come()
    if (turn) await turn
    try {
      if (replica.state().seq === 0) await open()
      const performing = run<K>(command)
      return performing instanceof Promise ? await performing : performing
    } finally {
      turns.leave()
    }
  }

  await replica.catchUp()
  await open()
  if (journal.exclusive) await run({ kind: 'resume after restart' })

  return {
    perform,
    execute: async <K extends CommandKind>(command: CommandOf<K> & { kind: K }) =>
      (await perform<K>(command)).reply,
    state: replica.state,
    refresh: journal.exclusive ? () => undefined : sharedWork(replica.catchUp),
    place: replica.place,
    waiting: turns.waiting,
    now: replica.now,
    next: (isFull) => replica.state().alarms.next(isFull),
    entries: async (seq = 0, limit) =>
      (await journal.read(workspace, { ...replica.place(), seq }, limit)).entries,
    onEntries: replica.onEntries,
    async reset() {
      await turns.come()
      try {
        // Settings asked for by name outlive a reset; those of the command line are asked again.
        const { settings } = replica.state()
        const own = settings?.own ? openingOf(settings) : undefined
        pending = own ?? parts.opening()
        // In one step with the forgetting: nobody else remembers them.
        const opened = own
          ? decide(createState(world), { kind: 'open workspace', ...own }, replica.moment()).entries
          : []
        const at = pending.clock?.mode === 'virtual' ? pending.clock.now : clock.now()
        await journal.clear(workspace, at, opened)
        await replica.catchUp()
      } finally {
        turns.leave()
      }
    },
  }
}
