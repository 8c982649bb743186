import type { Entry } from '../../contracts/entry.ts'
import { holdOwed } from '../core/owed.ts'
import { replay } from '../core/replay.ts'
import { createState, type MutableState, type State, type World } from '../core/state.ts'
import { ConfigError } from '../errors.ts'
import type { Copied, Journal } from '../ports.ts'
import type { Emulator, EmulatorParts } from './emulator.ts'
import { type At, seqAt, upTo } from './moment-of.ts'
import { copyOf, type Waypoints } from './waypoints.ts'

/** What another workspace begins with: entries, and what they come to where that is known already. */
export interface Copy extends Copied {
  state?: MutableState
}

export interface Past {
  emulator: Emulator
  waypoints: Waypoints
}

/** What it had come to after an entry of the past: a state of its own. */
const pastOf = async ({ emulator, waypoints }: Past, seq: number): Promise<MutableState> => {
  const begun = waypoints.before(seq)
  const state = begun ?? createState(emulator.state().world)
  const entries = await emulator.entries(state.seq)
  for (const entry of begun ? entries : upTo(entries, seq)) {
    if (entry.seq > seq) break
    replay(state, entry)
    if (entry.seq === emulator.heldAt()) holdOwed(state)
  }
  return state
}

/** What a workspace had come to at a moment. Throws ConfigError where the journal has forgotten how it began. */
export const stateAt = async (past: Past, at?: At): Promise<State> => {
  const seq = await seqAt(past.emulator, at)
  return seq === past.emulator.place().seq ? past.emulator.state() : pastOf(past, seq)
}

/** A moment of a workspace to begin another one with. Throws ConfigError. */
export const momentOf = async (past: Past, at: At | undefined, holds: boolean): Promise<Copy> => {
  const { emulator } = past
  const seq = await seqAt(emulator, at)
  const isPresent = seq === emulator.place().seq
  const state = isPresent ? copyOf(emulator.state()) : await pastOf(past, seq)
  if (holds) holdOwed(state)
  const entries = await emulator.entries(0)
  // Of the present whatever the journal still has; of the past all of it.
  return {
    entries: isPresent ? entries.filter((entry) => entry.seq <= seq) : upTo(entries, seq),
    holds,
    state,
  }
}

const unreadable = (line: number, why: string) => new ConfigError(`line ${line} of the journal ${why}`)

const entryOf = (line: string, i: number): Entry => {
  try {
    return JSON.parse(line) as Entry
  } catch {
    throw unreadable(i + 1, 'is no JSON: expected one entry a line, as workspaces export writes them')
  }
}

/** A journal that was exported; replayed here, so that nobody begins with one that cannot be. Throws ConfigError. */
export const journalFrom = (text: string, world: World, holds: boolean): Copy => {
  const entries = text.split('\n').filter(Boolean).map(entryOf)
  const state = createState(world)
  for (const [i, entry] of entries.entries()) {
    if (entry?.seq !== i + 1 || !Number.isSafeInteger(entry.at))
      throw unreadable(i + 1, `is not entry ${i + 1} with its moment: nothing may be missing`)
    if (i === 0 && entry.kind !== 'workspace opened') throw unreadable(1, 'is not "workspace opened"')
    try {
      replay(state, entry)
    } catch {
      throw unreadable(i + 1, `cannot be replayed by this version: kind "${String(entry.kind).slice(0, 40)}"`)
    }
  }
  if (entries.length === 0) throw new ConfigError('the journal is empty: expected one entry a line')
  if (holds) holdOwed(state)
  return { entries, holds, state }
}

export type CopyParts = Pick<EmulatorParts, 'isOpen' | 'begun'>

/** Keeps it, and tells what the workspace that has it begins with. */
export const keepCopy = async (
  journal: Journal,
  name: string,
  { state, ...copied }: Copy,
): Promise<CopyParts> => {
  await journal.copy(name, copied)
  const { life } = await journal.read(name, { life: 0, seq: 0 }, 1)
  return { isOpen: true, ...(state ? { begun: { life, state } } : {}) }
}
