import type { Entry, EntryBody } from '../../../contracts/entry.ts'
import type { Instant } from '../../../contracts/time.ts'
import type { Journal } from '../../ports.ts'

interface Stream {
  life: number
  /** How many entries have been dropped from the front. */
  dropped: number
  entries: Entry[]
}

/** The default: nothing outlives the process, and no more than the newest entries (about `keep`) are kept. */
export const memoryJournal = ({ keep = Number.POSITIVE_INFINITY } = {}): Journal => {
  const streams = new Map<string, Stream>()
  const none: Stream = { life: 0, dropped: 0, entries: [] }
  const push = (stream: Stream, at: Instant, bodies: EntryBody[]): Entry[] => {
    const seq = stream.dropped + stream.entries.length
    const entries = bodies.map((body, i) => ({ seq: seq + i + 1, at, ...body }))
    stream.entries.push(...entries)
    // In large steps: each one moves everything that is left.
    if (stream.entries.length > keep * 1.25)
      stream.dropped += stream.entries.splice(0, stream.entries.length - keep).length
    return entries
  }
  return {
    exclusive: true,
    workspaces: () =>
      [...streams].filter(([, { dropped, entries }]) => dropped + entries.length > 0).map(([name]) => name),
    read(workspace, after, limit = Number.POSITIVE_INFINITY) {
      const { life, dropped, entries } = streams.get(workspace) ?? none
      const from = life === after.life ? Math.max(0, after.seq - dropped) : 0
      return { life, entries: entries.slice(from, from + limit) }
    },
    append(workspace, { life, seq }, at, bodies) {
      const stream = streams.get(workspace) ?? { ...none, entries: [] }
      if (stream.life !== life || stream.dropped + stream.entries.length !== seq) return undefined
      streams.set(workspace, stream)
      return push(stream, at, bodies)
    },
    clear(workspace, at = 0, bodies = []) {
      const stream = { life: (streams.get(workspace)?.life ?? 0) + 1, dropped: 0, entries: [] }
      streams.set(workspace, stream)
      push(stream, at, bodies)
    },
    close: () => {},
  }
}
