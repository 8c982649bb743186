import type { Entry } from '../../contracts/entry.ts'
import { toInstant } from '../../contracts/time.ts'
import type { State } from '../core/state.ts'
import { ConfigError } from '../errors.ts'
import type { Place } from '../ports.ts'

/** A moment of a workspace as it is asked for: the number of an entry, an instant, or the name of a mark. */
export type At = number | string

interface Known {
  state(): State
  place(): Place
  entries(after?: number, limit?: number): Promise<Entry[]>
}

const iso = (at: number) => new Date(at).toISOString()

const forgotten = (first: Entry, last: number) =>
  new ConfigError(
    `the journal reaches back to entry ${first.seq} of ${iso(first.at)}, and not to its beginning: no moment but the ` +
      `present (entry ${last}) can be had again; start with a larger --retain`,
  )

/** The entries from the first to this one. Throws ConfigError where the first of them are forgotten. */
export const upTo = (entries: Entry[], seq: number): Entry[] => {
  const [first] = entries
  if (first === undefined) throw new ConfigError('the workspace is empty: there is no moment to go back to')
  if (first.seq !== 1) throw forgotten(first, seq)
  return entries.slice(0, seq)
}

/** The last entry before time goes past the instant. */
const lastBefore = async ({ entries, place }: Known, instant: number, asked: string): Promise<number> => {
  const all = await entries(0)
  const [first] = all
  const later = all.findIndex(({ at }) => at > instant)
  if (first === undefined || later === 0)
    throw new ConfigError(
      `at is "${asked}", before the first entry that is kept${first ? `, ${iso(first.at)}` : ''}`,
    )
  return later < 0 ? place().seq : (all[later - 1]?.seq ?? 0)
}

const numbered = (seq: number, last: number): number => {
  if (Number.isInteger(seq) && seq >= 1 && seq <= last) return seq
  throw new ConfigError(`at is ${seq}, expected the number of an entry: 1 to ${last}`)
}

const marked = ({ marks }: State, name: string): number => {
  const mark = marks.get(name)
  if (mark) return mark.seq
  const names = [...marks.keys()].slice(-5).map((one) => `"${one}"`)
  throw new ConfigError(
    `there is no mark "${name}"; ${names.length > 0 ? `the latest are ${names.join(', ')}` : 'none was set'}; ` +
      'at is also the number of an entry or an instant such as 2025-02-12T09:42:51+05:00',
  )
}

/** After which entry a moment is; the present when left out. Throws ConfigError. */
export const seqAt = async (workspace: Known, at?: At): Promise<number> => {
  const last = workspace.place().seq
  if (at === undefined) return last
  if (typeof at === 'number' || /^\d{1,15}$/.test(at)) return numbered(Number(at), last)
  const instant = toInstant(at)
  if (instant !== undefined && !Number.isNaN(instant)) return lastBefore(workspace, instant, at)
  return marked(workspace.state(), at)
}
