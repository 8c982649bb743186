import type { Settings } from '../../contracts/entry.ts'
import { chooseQuirks, type Quirks, withStages } from '../../contracts/quirk.ts'
import { toInstant } from '../../contracts/time.ts'
import type { WorkspaceRequest } from '../../contracts/workspace.ts'
import type { ClockState } from '../core/state.ts'
import { ConfigError } from '../errors.ts'
import { digest } from './chance.ts'
import { toTerminal } from './merchants.ts'
import type { Opening } from './replica.ts'

export const toClock = (clock: string | undefined): Pick<Opening, 'clock'> => {
  if (clock === undefined) return {}
  if (clock === 'system') return { clock: { mode: 'system' } }
  const now = toInstant(clock)
  if (now !== undefined && !Number.isNaN(now)) return { clock: { mode: 'virtual', now, set: true } }
  throw new ConfigError(`clock is "${clock}", expected system, or an ISO 8601 instant with an offset`)
}

/** `stages` alone leaves the other quirks as they are. */
const toQuirks = ({ dialect, quirks, stages }: WorkspaceRequest, known: Quirks): Quirks => {
  try {
    const chosen = withStages(quirks ?? {}, stages as Quirks['testTerminalStages'] | undefined)
    return dialect || quirks
      ? chooseQuirks(dialect ?? 'documented', chosen)
      : ({ ...known, ...chosen } as Quirks)
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

/** Only what was asked for: the rest stays as it is. Secrets become digests under the workspace's seed. */
export const toChange = (
  asked: WorkspaceRequest,
  known: Settings,
  clock: ClockState | undefined,
): Partial<Settings> => ({
  ...(asked.cards ? { cards: asked.cards as Settings['cards'] } : {}),
  ...(asked.dialect || asked.quirks || asked.stages ? { quirks: toQuirks(asked, known.quirks) } : {}),
  ...(asked.strip === undefined ? {} : { strip: asked.strip }),
  ...(asked.retain ? { retain: asked.retain } : {}),
  ...(asked.publicUrl ? { publicUrl: asked.publicUrl.replace(/\/+$/, '') } : {}),
  ...(asked.unreadableCryptogram ? { unreadableCryptogram: asked.unreadableCryptogram } : {}),
  ...(asked.clients
    ? { clients: asked.clients.map(({ id, secret }) => ({ id, secretDigest: digest(known.seed, secret) })) }
    : {}),
  ...(asked.terminals ? { terminals: asked.terminals.map(toTerminal) } : {}),
  ...(clock?.mode === 'virtual' ? { startsAt: clock.now } : {}),
})

/** How a workspace begins that somebody sets up by name. */
export const ownOpening = (given: Opening, asked: WorkspaceRequest): Opening => {
  const clock = toClock(asked.clock).clock ?? given.clock
  const seed = asked.seed ?? given.settings.seed
  const known = { ...given.settings, seed }
  const settings = { ...known, ...toChange(asked, known, clock), own: true }
  return { settings, ...(clock ? { clock } : {}) }
}
