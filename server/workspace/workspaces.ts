import type { Entry } from '../../contracts/entry.ts'
import type { WorkspaceRequest } from '../../contracts/workspace.ts'
import { type Postlink, settingsOf, type World } from '../core/state.ts'
import { ConfigError } from '../errors.ts'
import { Busy, type Clock, type Courier, type Journal } from '../ports.ts'
import { ownOpening, toChange, toClock } from './asked-settings.ts'
import { startTimekeeper, type Timekeeper } from './clock-control.ts'
import { type Copy, type CopyParts, keepCopy } from './copies.ts'
import { type Emulator, openEmulator } from './emulator.ts'
import { followOthers } from './follower.ts'
import type { Opening } from './replica.ts'
import { keepSnapshots, type SnapshotKeeper } from './snapshots.ts'
import { keepWaypoints, type Waypoints } from './waypoints.ts'

export interface Workspace {
  name: string
  emulator: Emulator
  timekeeper: Timekeeper
  snapshots: SnapshotKeeper
  waypoints: Waypoints
}

/** Isolated worlds behind one server, each opened at its first use. */
export interface Workspaces {
  /** Knows whatever anybody was told before the call. Throws Busy, or the JournalError of a journal that fails. */
  get(name: string): Promise<Workspace>
  /** One that is open in this process; without asking what other servers wrote (refresh). */
  at(name: string): Workspace | undefined
  /** Makes a workspace with settings of its own, or changes them. Throws ConfigError. */
  configure(name: string, asked: WorkspaceRequest): Promise<Workspace>
  /** Makes a workspace that goes on from there. Throws ConfigError when there is one of this name. */
  begin(name: string, copy: Copy): Promise<Workspace>
  remove(name: string): Promise<void>
  names(): Promise<string[]>
  /** Those that are open in this process. */
  opened(): Promise<Workspace[]>
  /** Called when a workspace is let go of here. */
  onRemoved(listener: (workspace: Workspace) => void): void
  /** Called with what happened in any of them; with nothing when a reset forgot it all. */
  onEntries(listener: EntriesListener): void
  /** Why one of them does not get on; waits for nobody. */
  stuck(): string | undefined
  close(): Promise<void>
}

export type EntriesListener = (workspace: Workspace, entries: Entry[]) => void

export interface WorkspacesParts {
  world: World
  journal: Journal
  clock: Clock
  courier: Courier
  opening(): Opening
  /** How many may be open at once. */
  maxWorkspaces?: number
  /** How many entries there are at least between two snapshots of a workspace. */
  snapshotEvery?: number
  /** Called with what went wrong where nobody waits for an answer. */
  onFault?(error: Error): void
  /** Of this server: no text may hold one of them. */
  secrets?: readonly string[]
  /** Called for a postlink that goes out with masks in place of what the shop sent in these fields. */
  onMasked?(workspace: string, postlink: Postlink, fields: string[]): void
}

const tooMany = (name: string, count: number) =>
  new Busy(
    'workspaces',
    `workspace ${name} cannot be opened, ${count} are: delete some (DELETE /_sandbox/workspaces/{name}) ` +
      'or start with a larger --max-workspaces',
    { retryAfter: 60 },
  )

export const defaultWorkspace = 'default'

const change = async ({ name, emulator }: Workspace, asked: WorkspaceRequest) => {
  const known = settingsOf(emulator.state())
  const { seed } = known
  if (asked.seed !== undefined && asked.seed !== seed) {
    throw new ConfigError(`workspace ${name} has the seed "${seed}": delete it to give it another one`)
  }
  const { clock } = toClock(asked.clock)
  const settings = toChange(asked, known, clock)
  await emulator.execute({ kind: 'change settings', change: settings, ...(clock ? { clock } : {}) })
}

/** One that could not be opened is missed by nobody but those who asked for it. */
const succeeded = async <T>(all: Iterable<Promise<T>>): Promise<T[]> =>
  (await Promise.allSettled(all)).flatMap((one) => ('value' in one ? [one.value] : []))

interface OneParts extends WorkspacesParts, CopyParts {
  name: string
  opening(): Opening
  listeners: ReadonlySet<EntriesListener>
}

const openOne = async ({ name, listeners, ...parts }: OneParts): Promise<Workspace> => {
  const emulator = await openEmulator({ ...parts, workspace: name })
  const snapshots = keepSnapshots({ ...parts, name, emulator })
  const workspace = {
    name,
    emulator,
    timekeeper: startTimekeeper({
      ...parts,
      emulator,
      onMasked: (postlink, fields) => parts.onMasked?.(name, postlink, fields),
    }),
    snapshots,
    waypoints: keepWaypoints(emulator),
  }
  emulator.onEntries((entries) => {
    for (const listener of listeners) listener(workspace, entries)
  })
  return workspace
}

/** The workspaces by name: all that somebody has asked for, and those of them that have opened. */
const openRooms = () => {
  const asked = new Map<string, Promise<Workspace>>()
  const opened = new Map<string, Workspace>()
  const removed = new Set<(workspace: Workspace) => void>()
  return {
    get: (name: string) => asked.get(name),
    at: (name: string) => opened.get(name),
    names: () => [...asked.keys()],
    all: () => [...asked.values()],
    stuck() {
      const stuck = [...opened.values()].map(({ emulator }) => emulator.stuck())
      return stuck.find((why) => why !== undefined)
    },
    count: () => asked.size,
    open(name: string, opens: Promise<Workspace>) {
      asked.set(name, opens)
      opens.then(
        (workspace) => asked.get(name) === opens && opened.set(name, workspace),
        // One that could not be opened is not there: the next request tries again.
        () => asked.get(name) === opens && asked.delete(name),
      )
      return opens
    },
    onRemoved: (listener: (workspace: Workspace) => void) => void removed.add(listener),
    /** It does nothing any more. */
    remove(name: string) {
      const workspace = opened.get(name)
      workspace?.timekeeper.stop()
      workspace?.emulator.close()
      asked.delete(name)
      opened.delete(name)
      for (const tell of removed) if (workspace) tell(workspace)
    },
  }
}

const closeAll = async (all: Workspace[], { courier, journal }: WorkspacesParts) => {
  for (const { timekeeper } of all) timekeeper.stop()
  await courier.close()
  for (const { snapshots } of all) snapshots.finish()
  await journal.close()
}

/** Every workspace of an old journal is opened at once, for what it owes. */
const openAll = async (journal: Journal, open: (name: string) => Promise<Workspace>) => {
  try {
    await Promise.all([defaultWorkspace, ...(await journal.workspaces())].map((name) => open(name)))
  } catch (error) {
    // Left open, a damaged file could not be repaired while the process that refused it lives.
    await journal.close()
    throw error
  }
}

export const openWorkspaces = async (parts: WorkspacesParts): Promise<Workspaces> => {
  const { journal, clock, onFault, maxWorkspaces = Number.POSITIVE_INFINITY } = parts
  const listeners = new Set<EntriesListener>()
  const rooms = openRooms()
  const get = (name: string, opening = parts.opening, copy: CopyParts = {}): Promise<Workspace> =>
    rooms.get(name) ?? rooms.open(name, openOne({ ...parts, ...copy, name, opening, listeners }))
  const current = async (name: string, opening?: () => Opening) => {
    // Those of an old journal are opened all the same: they may owe postlinks.
    if (!rooms.get(name) && rooms.count() >= maxWorkspaces) throw tooMany(name, rooms.count())
    const workspace = await get(name, opening)
    await workspace.emulator.refresh()
    return workspace
  }
  /** Others may have made some that were not opened here yet, and removed some that were. */
  const names = async () =>
    journal.exclusive ? rooms.names() : [...new Set([defaultWorkspace, ...(await journal.workspaces())])]

  await openAll(journal, get)
  const opened = () => succeeded(rooms.all())
  const stopFollowing = followOthers({
    ...{ journal, clock, opened, onFault },
    // The list may be older than its deletion, and who opens a workspace that is gone makes it again.
    join: (name) => get(name, parts.opening, { isOpen: true }),
    forget: (name) => name !== defaultWorkspace && rooms.remove(name),
  })
  return {
    // What nobody else can have changed need not be waited for.
    get: (name) => (journal.exclusive ? rooms.get(name) : undefined) ?? current(name),
    at: rooms.at,
    names,
    async configure(name, asked) {
      if (!(await names()).includes(name)) {
        const opening = ownOpening(parts.opening(), asked)
        return current(name, () => opening)
      }
      const known = await current(name)
      await change(known, asked)
      return known
    },
    begin: async (name, copy) => {
      if ((await names()).includes(name))
        throw new ConfigError(`there is a workspace ${name} already: delete it first`)
      if (rooms.count() >= maxWorkspaces) throw tooMany(name, rooms.count())
      return get(name, parts.opening, await keepCopy(journal, name, copy))
    },
    async remove(name) {
      await rooms.get(name)
      rooms.remove(name)
      await journal.clear(name)
    },
    opened,
    onRemoved: rooms.onRemoved,
    onEntries: (listener) => void listeners.add(listener),
    stuck: rooms.stuck,
    async close() {
      stopFollowing()
      await closeAll(await Promise.all(rooms.all()), parts)
    },
  }
}
