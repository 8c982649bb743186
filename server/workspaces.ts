import type { Settings } from '../contracts/entry.ts'
import { chooseQuirks } from '../contracts/quirk.ts'
import type { WorkspaceRequest } from '../contracts/workspace.ts'
import { digest } from './chance.ts'
import { toInstant } from './clock/order.ts'
import { ConfigError } from './config.ts'
import { type ClockState, settingsOf, type World } from './core/state.ts'
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

const toQuirks = ({ dialect, quirks }: WorkspaceRequest) => {
  try {
    return chooseQuirks(dialect ?? 'documented', quirks)
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** Only what was asked for: the rest stays as it is. Secrets become digests under the workspace's seed. */
const toChange = (
  asked: WorkspaceRequest,
  seed: string,
  clock: ClockState | undefined,
): Partial<Settings> => ({
  ...(asked.cards ? { cards: asked.cards as Settings['cards'] } : {}),
  ...(asked.dialect || asked.quirks ? { quirks: toQuirks(asked) } : {}),
  ...(asked.retain ? { retain: asked.retain } : {}),
  ...(asked.unreadableCryptogram ? { unreadableCryptogram: asked.unreadableCryptogram } : {}),
  ...(asked.clients
    ? { clients: asked.clients.map(({ id, secret }) => ({ id, secretDigest: digest(seed, secret) })) }
    : {}),
  ...(asked.terminals ? { terminals: asked.terminals.map(toTerminal) } : {}),
  ...(clock?.mode === 'virtual' ? { startsAt: clock.now } : {}),
})

/** How a workspace begins that somebody sets up by name. */
const ownOpening = (given: Opening, asked: WorkspaceRequest): Opening => {
  const clock = toClock(asked.clock).clock ?? given.clock
  const seed = asked.seed ?? given.settings.seed
  const settings = { ...given.settings, ...toChange(asked, seed, clock), seed, own: true }
  return { settings, ...(clock ? { clock } : {}) }
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
        const opening = ownOpening(parts.opening(), asked)
        return get(name, () => opening)
      }
      const { emulator } = known
      const { seed } = settingsOf(emulator.state())
      if (asked.seed !== undefined && asked.seed !== seed) {
        throw new ConfigError(`workspace ${name} has the seed "${seed}": delete it to give it another one`)
      }
      const { clock } = toClock(asked.clock)
      await emulator.execute({
        kind: 'change settings',
        change: toChange(asked, seed, clock),
        ...(clock ? { clock } : {}),
      })
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
