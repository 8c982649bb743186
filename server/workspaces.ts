import { chooseQuirks } from '../contracts/quirk.ts'
import type { WorkspaceRequest } from '../contracts/workspace.ts'
import { digest } from './chance.ts'
import { toInstant } from './clock/order.ts'
import { ConfigError } from './config.ts'
import { settingsOf, type World } from './core/state.ts'
import { type Emulator, type Opening, openEmulator } from './emulator.ts'
import { toTerminal } from './merchants.ts'
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
  /** Makes a workspace with settings of its own, or changes them. Throws ConfigError. */
  configure(name: string, asked: WorkspaceRequest): Promise<Workspace>
  remove(name: string): Promise<void>
  names(): string[]
  close(): Promise<void>
}

export interface WorkspacesParts {
  world: World
  journal: Journal
  clock: Clock
  courier: Courier
  opening(): Opening
}

export const defaultWorkspace = 'default'
export const workspaceName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/

const toClock = (clock: string | undefined): Pick<Opening, 'clock'> => {
  if (clock === undefined) return {}
  if (clock === 'system') return { clock: { mode: 'system' } }
  const now = toInstant(clock)
  if (now !== undefined && !Number.isNaN(now)) return { clock: { mode: 'virtual', now, set: true } }
  throw new ConfigError(`clock is "${clock}", expected system, or an ISO 8601 instant with an offset`)
}

/** What a request makes of the settings a workspace has, or would be opened with. */
const requested = (given: Opening, asked: WorkspaceRequest): Opening => {
  const { settings } = given
  const clock = toClock(asked.clock).clock ?? given.clock
  const seed = asked.seed ?? settings.seed
  const quirks = () => {
    try {
      return chooseQuirks(asked.dialect ?? 'documented', asked.quirks)
    } catch (error) {
      throw new ConfigError((error as Error).message)
    }
  }
  return {
    ...given,
    settings: {
      seed,
      cards: (asked.cards as '2025' | '2020' | undefined) ?? settings.cards,
      quirks: asked.dialect || asked.quirks ? quirks() : settings.quirks,
      retain: asked.retain ?? settings.retain,
      unreadableCryptogram: asked.unreadableCryptogram ?? settings.unreadableCryptogram,
      clients:
        asked.clients?.map(({ id, secret }) => ({ id, secretDigest: digest(seed, secret) })) ??
        settings.clients,
      terminals: asked.terminals?.map(toTerminal) ?? settings.terminals,
      own: true,
      ...(clock?.mode === 'virtual' ? { startsAt: clock.now } : {}),
    },
    ...(clock ? { clock } : {}),
  }
}

export const openWorkspaces = async (parts: WorkspacesParts): Promise<Workspaces> => {
  const { journal, courier, clock } = parts
  const opened = new Map<string, Promise<Workspace>>()
  const open = async (name: string, opening: () => Opening): Promise<Workspace> => {
    const emulator = await openEmulator({ ...parts, workspace: name, opening })
    return { name, emulator, timekeeper: startTimekeeper(emulator, clock, courier) }
  }
  const get = (name: string, opening = parts.opening): Promise<Workspace> => {
    const known = opened.get(name)
    if (known) return known
    const opens = open(name, opening)
    opened.set(name, opens)
    // One that could not be opened is not there: the next request tries again.
    opens.catch(() => opened.delete(name))
    return opens
  }

  // Every workspace of an old journal is opened at once: it may owe postlinks.
  await Promise.all([defaultWorkspace, ...(await journal.workspaces())].map((name) => get(name)))
  return {
    get: (name) => get(name),
    names: () => [...opened.keys()],
    async configure(name, asked) {
      const known = await opened.get(name)
      if (!known) {
        const opening = requested(parts.opening(), asked)
        return get(name, () => opening)
      }
      const { emulator } = known
      const settings = settingsOf(emulator.state())
      if (asked.seed !== undefined && asked.seed !== settings.seed) {
        throw new ConfigError(
          `workspace ${name} has the seed "${settings.seed}": delete it to give it another one`,
        )
      }
      await emulator.execute({ kind: 'open workspace', ...requested({ settings }, asked) })
      return known
    },
    async remove(name) {
      const workspace = await opened.get(name)
      if (!workspace) return
      workspace.timekeeper.stop()
      opened.delete(name)
      await journal.clear(name)
    },
    async close() {
      for (const workspace of await Promise.all(opened.values())) workspace.timekeeper.stop()
      await courier.close()
      await journal.close()
    },
  }
}
