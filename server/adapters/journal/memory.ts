import type { Entry, EntryBody } from '../../../contracts/entry.ts'
import type { Instant } from '../../../contracts/time.ts'
import type { Journal, Reading } from '../../ports.ts'

interface Stream {
  life: number
  /** How many entries have been dropped from the front. */
  dropped: number
  entries: Entry[]
  holdsAt?: number
}

/** The default: nothing outlives the process, and no more than the newest entries (about `keep`) are kept. */
export const memoryJournal = ({ keep = Number.POSITIVE_INFINITY } = {}): Journal => {
  const streams = new Map<string, Stream>()
  const none: Stream = { life: 0, dropped: 0, entries: [] }
  let lives = 0
  const begin = (workspace: string, begun: Partial<Stream> = {}): Stream => {
    lives += 1
    const stream = { dropped: 0, entries: [], ...begun, life: lives }
    streams.set(workspace, stream)
    return stream
  }
  const push = (stream: Stream, at: Instant, bodies: EntryBody[]): Reading => {
    const seq = stream.dropped + stream.entries.length
    const entries = bodies.map((body, i) => ({ seq: seq + i + 1, at, ...body }))
    stream.entries.push(...entries)
    // In large steps: each one moves everything that is left.
    if (stream.entries.length > keep * 1.25)
      stream.dropped += stream.entries.splice(0, stream.entries.length - keep).length
    return { life: stream.life, entries }
  }
  return {
    exclusive: true,
    workspaces: () => [...streams.keys()],
    read(workspace, after, limit = Number.POSITIVE_INFINITY) {
      const { life, dropped, entries, holdsAt } = streams.get(workspace) ?? none
      const from = life === after.life ? Math.max(0, after.seq - dropped) : 0
      return { life, entries: entries.slice(from, from + limit), ...(holdsAt ? { holdsAt } : {}) }
    },
    append(workspace, { life, seq }, at, bodies) {
      const stream = streams.get(workspace) ?? none
      if (stream.life !== life || stream.dropped + stream.entries.length !== seq) return undefined
      return push(stream === none ? begin(workspace) : stream, at, bodies)
    },
    clear(workspace, at = 0, bodies = []) {
      streams.delete(workspace)
      if (bodies.length > 0) push(begin(workspace), at, bodies)
    },
    // The entries themselves are shared: nobody changes one.
    copy(workspace, { entries, holds }) {
      const dropped = (entries[0]?.seq ?? 1) - 1
      begin(workspace, { dropped, entries: [...entries], ...(holds ? { holdsAt: entries.at(-1)?.seq } : {}) })
    },
    close: () => {},
  }
}
