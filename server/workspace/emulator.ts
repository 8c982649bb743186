import type { Entry, Settings } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Alarm } from '../core/alarm.ts'
import type { CommandKind, CommandOf, ReplyTo } from '../core/command.ts'
import { decide } from '../core/gateway.ts'
import { createState, type State } from '../core/state.ts'
import type { Place } from '../ports.ts'
import { admit } from './limits.ts'
import { type Masking, openMasking } from './masking.ts'
import { upTo } from './moment-of.ts'
import { type Opening, openReplica, type Replica, type ReplicaParts } from './replica.ts'
import { sharedWork } from './shared-work.ts'
import { openWorker } from './worker.ts'
import { openWriter, type Performed } from './writer.ts'

/** One workspace: takes commands one at a time; append → replay → answer. */
export interface Emulator {
  execute<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<ReplyTo<K> | Refusal>
  /** The same, with what a rule does to the answer. Throws Busy, or the JournalError of a journal that fails. */
  perform<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<Performed<K>>
  /** For what belongs to one life of the workspace: undefined once that has ended, and nothing happens. */
  executeIn<K extends CommandKind>(
    life: number,
    command: CommandOf<K> & { kind: K },
  ): Promise<ReplyTo<K> | Refusal | undefined>
  /** For readings. */
  state(): State
  /** Until the state holds whatever anybody was told before this call; a journal of one's own has nothing new. */
  refresh(): Promise<void> | undefined
  place(): Place
  /** After which entry everything owed was held, in a workspace that goes on from a moment of another. */
  heldAt(): number | undefined
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
  /** Back to the moment after an entry. Throws ConfigError where the journal has forgotten how it began. */
  rewind(seq: number, holds: boolean): Promise<void>
  /** Why no command gets on, if none does. */
  stuck(): string | undefined
  /** The workspace is deleted: no command gets to it any more. */
  close(): void
  masking: Pick<Masking, 'whole' | 'hideKnown'>
}

const openingOf = (settings: Settings): Opening => {
  const { startsAt } = settings
  return {
    settings,
    ...(startsAt === undefined ? {} : { clock: { mode: 'virtual', now: startsAt, set: true } }),
  }
}

/** What a workspace begins with after a reset. Settings asked for by name outlive it; others are asked again. */
const nextOpening = ({ settings }: State, { opening }: ReplicaParts): Opening =>
  settings?.own ? openingOf(settings) : opening()

export interface EmulatorParts extends ReplicaParts {
  /** Another server opened it, or it goes on from where another workspace stands: nothing is written to open it. */
  isOpen?: boolean
  /** Of this server: no text may hold one of them. */
  secrets?: readonly string[]
}

const maskingOf = (replica: Replica, { world, secrets = [] }: EmulatorParts): Masking => {
  const masking = openMasking({
    state: replica.state,
    digest: (text) => replica.moment().digest(text),
    secrets: [...secrets, ...world.clients.map(({ secret }) => secret)],
  })
  replica.onEntries(masking.onEntries)
  return masking
}

export const openEmulator = async (parts: EmulatorParts): Promise<Emulator> => {
  const { workspace, world, journal, clock } = parts
  let pending = parts.opening()
  const replica = openReplica({ ...parts, opening: () => pending })
  const masking = maskingOf(replica, parts)
  const { inTurn, ...worker } = openWorker({ workspace, clock })
  /** Anyone who joins others takes their clock as it is; the settings are those of the last to start. */
  const opening = () => {
    const { settings, clock } = pending
    const begins = journal.exclusive || replica.place().seq === 0
    return { kind: 'open workspace', settings, ...(clock && begins ? { clock } : {}) } as const
  }
  const { write, writeIn, open } = openWriter({ ...parts, replica, opening })

  const perform = async <K extends CommandKind>(
    command: CommandOf<K> & { kind: K },
  ): Promise<Performed<K>> => {
    admit(command.kind, { workspace, state: replica.state(), waiting: worker.waiting() })
    return masking.wayBack(await inTurn(() => write<K>(masking.mask(command))))
  }

  await replica.catchUp()
  if (!parts.isOpen) await open()
  if (journal.exclusive && !parts.isOpen) await write({ kind: 'resume after restart' })

  return {
    perform,
    execute: async <K extends CommandKind>(command: CommandOf<K> & { kind: K }) =>
      (await perform<K>(command)).reply,
    executeIn: async <K extends CommandKind>(life: number, command: CommandOf<K> & { kind: K }) =>
      worker.isClosed() ? undefined : (await inTurn(() => writeIn<K>(life, masking.mask(command))))?.reply,
    state: replica.state,
    refresh: journal.exclusive ? () => undefined : sharedWork(replica.catchUp),
    place: replica.place,
    heldAt: replica.heldAt,
    waiting: worker.waiting,
    now: replica.now,
    next: (isFull) => replica.state().alarms.next(isFull),
    entries: async (seq = 0, limit) =>
      (await journal.read(workspace, { ...replica.place(), seq }, limit)).entries,
    onEntries: replica.onEntries,
    reset: () =>
      inTurn(async () => {
        pending = nextOpening(replica.state(), parts)
        const at = pending.clock?.mode === 'virtual' ? pending.clock.now : clock.now()
        // In one step with the forgetting: nobody else remembers them, and no other server opens it otherwise.
        const isShared = pending.settings.own || !journal.exclusive
        const begins = { kind: 'open workspace', ...pending } as const
        const { entries } = decide(createState(world), begins, replica.moment())
        await journal.clear(workspace, at, isShared ? entries : [])
        await replica.catchUp()
      }),
    rewind: (seq, holds) =>
      inTurn(async () => {
        const { entries } = await journal.read(workspace, { ...replica.place(), seq: 0 }, seq)
        await journal.copy(workspace, { entries: upTo(entries, seq), holds })
        await replica.catchUp()
      }),
    stuck: worker.stuck,
    close: worker.close,
    masking,
  }
}
