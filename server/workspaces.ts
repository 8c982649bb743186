import type { Settings } from '../contracts/entry.ts'
import type { ClockState, World } from './core/state.ts'
import { type Emulator, openEmulator } from './emulator.ts'
import type { Clock, Courier, Journal } from './ports.ts'
import { startTimekeeper, type Timekeeper } from './timekeeper.ts'

export interface Workspace {
  name: string
  emulator: Emulator
  timekeeper: Timekeeper
}

/** Isolated worlds behind one server, each opened at its first use. */
export interface Workspaces {
  get(name: string): Promise<Workspace>
  names(): string[]
  close(): Promise<void>
}

export interface WorkspacesParts {
  world: World
  journal: Journal
  clock: Clock
  courier: Courier
  opening(): { settings: Settings; clock?: ClockState }
}

export const defaultWorkspace = 'default'
export const workspaceName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/

export const openWorkspaces = async (parts: WorkspacesParts): Promise<Workspaces> => {
  const opened = new Map<string, Promise<Workspace>>()
  const open = async (name: string): Promise<Workspace> => {
    const emulator = await openEmulator({ ...parts, workspace: name })
    return { name, emulator, timekeeper: startTimekeeper(emulator, parts.clock, parts.courier) }
  }
  const get = (name: string) => {
    const known = opened.get(name) ?? open(name)
    opened.set(name, known)
    return known
  }

  // Every workspace of an old journal is opened at once: it may owe postlinks.
  await Promise.all([defaultWorkspace, ...(await parts.journal.workspaces())].map(get))
  return {
    get,
    names: () => [...opened.keys()],
    async close() {
      for (const workspace of await Promise.all(opened.values())) workspace.timekeeper.stop()
      await parts.courier.close()
      await parts.journal.close()
    },
  }
}
