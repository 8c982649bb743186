import TinyQueue from 'tinyqueue'
import type { Instant } from '../../contracts/time.ts'

/** Something the workspace owes to the future: rung as a command when the clock gets there. */
export interface Alarm {
  what:
    | 'token expires'
    | 'page expires'
    | 'link expires'
    | 'qr expires'
    | 'challenge expires'
    | 'hold lapses'
    | 'postlink due'
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
  /** Those that are set, in the order in which they were: set again in this order, they ring as these do. */
  all(): Alarm[]
}

const never = () => false
const earlier = (a: Queued, b: Queued) => a.at - b.at || a.order - b.order

// So many dead ones more than living ones may wait in the queue: a token that paid at once would else wait for hours.
const spare = 1024

export const createAlarms = (): Alarms => {
  const live = new Map<Alarm['what'], Map<string, Queued>>()
  let queue = new TinyQueue<Queued>([], earlier)
  const aside = new Map<string, Queued[]>()
  let order = 0
  const liveOf = (what: Alarm['what']) => {
    const known = live.get(what) ?? new Map<string, Queued>()
    if (known.size === 0) live.set(what, known)
    return known
  }
  const size = () => {
    let sum = 0
    for (const alarms of live.values()) sum += alarms.size
    return sum
  }
  const isLive = (alarm: Queued) => live.get(alarm.what)?.get(alarm.id) === alarm
  const putAside = (lane: string, alarm: Queued) => {
    const waiting = aside.get(lane)
    if (waiting) waiting.push(alarm)
    else aside.set(lane, [alarm])
  }
  return {
    set(alarm) {
      const queued = { ...alarm, order: order++ }
      liveOf(alarm.what).set(alarm.id, queued)
      queue.push(queued)
      if (queue.length > 2 * size() + spare) queue = new TinyQueue(queue.data.filter(isLive), earlier)
    },
    clear: (what, id) => void live.get(what)?.delete(id),
    has: (alarm) => live.get(alarm.what)?.get(alarm.id)?.at === alarm.at,
    next(isFull = never) {
      for (let head = queue.peek(); head; head = queue.peek()) {
        // Moved and cleared alarms stay in the queue until they surface, or are too many.
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
    size,
    all: () =>
      [...live.values()]
        .flatMap((alarms) => [...alarms.values()])
        .sort((a, b) => a.order - b.order)
        .map(({ order: _, ...alarm }) => alarm),
  }
}
