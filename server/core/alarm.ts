import TinyQueue from 'tinyqueue'
import type { Instant } from '../../contracts/time.ts'

/** Something the workspace owes to the future: rung as a command when the clock gets there. */
export interface Alarm {
  what: 'token expires' | 'page expires' | 'challenge expires' | 'hold lapses' | 'postlink due'
  id: string
  at: Instant
  /** Those of one lane go to the same address, which takes only so many at once. */
  lane?: string
}

interface Queued extends Alarm {
  order: number
}

/** At most one alarm per (what, id); setting it again moves it. Equal times ring in the order they were set. */
export interface Alarms {
  set(alarm: Alarm): void
  clear(what: Alarm['what'], id: string): void
  has(alarm: Alarm): boolean
  /** The earliest. Those of a full lane are put aside, in their order … */
  next(isFull?: (lane: string) => boolean): Alarm | undefined
  /** … until there is room for one of them. */
  admit(lane: string): void
  /** Of every kind, whether due or not. */
  size(): number
}

const never = () => false

export const createAlarms = (): Alarms => {
  const live = new Map<string, Queued>()
  const queue = new TinyQueue<Queued>([], (a, b) => a.at - b.at || a.order - b.order)
  const aside = new Map<string, Queued[]>()
  let order = 0
  const keyOf = (what: string, id: string) => `${what} ${id}`
  const isLive = (alarm: Queued) => live.get(keyOf(alarm.what, alarm.id)) === alarm
  const putAside = (lane: string, alarm: Queued) => {
    const waiting = aside.get(lane)
    if (waiting) waiting.push(alarm)
    else aside.set(lane, [alarm])
  }
  return {
    set(alarm) {
      const queued = { ...alarm, order: order++ }
      live.set(keyOf(alarm.what, alarm.id), queued)
      queue.push(queued)
    },
    clear: (what, id) => void live.delete(keyOf(what, id)),
    has: (alarm) => live.get(keyOf(alarm.what, alarm.id))?.at === alarm.at,
    next(isFull = never) {
      for (let head = queue.peek(); head; head = queue.peek()) {
        // Moved and cleared alarms stay in the queue until they surface.
        const current = isLive(head)
        if (current && !(head.lane && isFull(head.lane))) return head
        queue.pop()
        if (current && head.lane) putAside(head.lane, head)
      }
      return undefined
    },
    admit(lane) {
      const waiting = aside.get(lane) ?? []
      let first = waiting.shift()
      while (first && !isLive(first)) first = waiting.shift()
      if (first) queue.push(first)
      if (waiting.length === 0) aside.delete(lane)
    },
    size: () => live.size,
  }
}
