import TinyQueue from 'tinyqueue'
import type { Instant } from '../../contracts/time.ts'

/** Something the workspace owes to the future: rung as a command when the clock gets there. */
export interface Alarm {
  what: 'token expires' | 'page expires' | 'challenge expires' | 'hold lapses' | 'postlink due'
  id: string
  at: Instant
}

interface Queued extends Alarm {
  order: number
}

/** At most one alarm per (what, id); setting it again moves it. Equal times ring in the order they were set. */
export interface Alarms {
  set(alarm: Alarm): void
  clear(what: Alarm['what'], id: string): void
  has(alarm: Alarm): boolean
  next(): Alarm | undefined
}

export const createAlarms = (): Alarms => {
  const live = new Map<string, Queued>()
  const queue = new TinyQueue<Queued>([], (a, b) => a.at - b.at || a.order - b.order)
  let order = 0
  const keyOf = (what: string, id: string) => `${what} ${id}`
  return {
    set(alarm) {
      const queued = { ...alarm, order: order++ }
      live.set(keyOf(alarm.what, alarm.id), queued)
      queue.push(queued)
    },
    clear: (what, id) => void live.delete(keyOf(what, id)),
    has: (alarm) => live.get(keyOf(alarm.what, alarm.id))?.at === alarm.at,
    next() {
      // Moved and cleared alarms stay in the queue until they surface.
      for (let head = queue.peek(); head; head = queue.peek()) {
        if (live.get(keyOf(head.what, head.id)) === head) return head
        queue.pop()
      }
      return undefined
    },
  }
}
