import type { Entry } from '../../contracts/entry.ts'
import type { Journal } from '../ports.ts'

interface Stream {
  /** How many entries have been dropped from the front. */
  dropped: number
  entries: Entry[]
}

/** The default: nothing outlives the process, and no more than the newest entries (about `keep`) are kept. */
export const memoryJournal = ({ keep = Number.POSITIVE_INFINITY } = {}): Journal => {
  const streams = new Map<string, Stream>()
  const streamOf = (workspace: string): Stream => {
    const known = streams.get(workspace) ?? { dropped: 0, entries: [] }
    streams.set(workspace, known)
    return known
  }
  return {
    exclusive: true,
    workspaces: () => [...streams.keys()],
    read(workspace, after) {
      const { dropped, entries } = streams.get(workspace) ?? { dropped: 0, entries: [] }
      return entries.slice(Math.max(0, after - dropped))
    },
    append(workspace, expectedSeq, at, bodies) {
      const stream = streamOf(workspace)
      if (stream.dropped + stream.entries.length !== expectedSeq) return undefined
      const entries = bodies.map((body, i) => ({ seq: expectedSeq + i + 1, at, ...body }))
      stream.entries.push(...entries)
      // In large steps: each one moves everything that is left.
      if (stream.entries.length > keep * 1.25)
        stream.dropped += stream.entries.splice(0, stream.entries.length - keep).length
      return entries
    },
    clear: (workspace) => void streams.delete(workspace),
    close: () => {},
  }
}
