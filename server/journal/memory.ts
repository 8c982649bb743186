import type { Entry } from '../../contracts/entry.ts'
import type { Journal } from '../ports.ts'

/** The default: nothing outlives the process. */
export const memoryJournal = (): Journal => {
  const streams = new Map<string, Entry[]>()
  return {
    exclusive: true,
    workspaces: () => [...streams.keys()],
    read: (workspace, after) => (streams.get(workspace) ?? []).slice(after),
    append(workspace, expectedSeq, at, bodies) {
      const stream = streams.get(workspace) ?? []
      if (stream.length !== expectedSeq) return undefined
      const entries = bodies.map((body, i) => ({ seq: expectedSeq + i + 1, at, ...body }))
      stream.push(...entries)
      streams.set(workspace, stream)
      return entries
    },
    clear: (workspace) => void streams.delete(workspace),
    close: () => {},
  }
}
