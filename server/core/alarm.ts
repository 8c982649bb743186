import type { Instant } from '../../contracts/time.ts'
import { createLiveQueue, type LiveQueue } from './live-queue.ts'

/** Something the workspace owes to the future: rung as a command when the clock gets there. */
export interface Alarm {
  readonly what:
    | 'token expires'
    | 'page expires'
    | 'link expires'
    | 'qr expires'
    | 'challenge expires'
    | 'hold lapses'
    | 'settlement runs'
    | 'subscription due'
    | 'instalment due'
    | 'postlink due'
  readonly id: string
  readonly at: Instant
  /** Where a postlink goes: the sender may take on only so many for one address at once. */
  readonly address?: string
}

interface Queued extends Alarm {
  order: number
}

/**
 * At most one alarm per (what, id). Equal times ring in the order in which they were first set: the shop that answers
 * last is not asked again last.
 */
export interface Alarms {
  has(alarm: Alarm): boolean
  isSet(what: Alarm['what'], id: string): boolean
  /** The earliest, of those whose address is not full. */
  next(isFull?: (address: string) => boolean): Alarm | undefined
  /** Of every kind, whether due or not. */
  size(): number
  /** Those that are set, in the order in which they first were: set again in this order, they ring as these do. */
  all(): Alarm[]
}

export interface MutableAlarms extends Alarms {
  /** Setting it again moves it in time; among those of one time it keeps its place. */
  set(alarm: Alarm): void
  clear(what: Alarm['what'], id: string): void
}

const compare = (a: Queued, b: Queued) => a.at - b.at || a.order - b.order

export const createAlarms = (): MutableAlarms => {
  const byKind = new Map<Alarm['what'], Map<string, Queued>>()
  const find = (what: Alarm['what'], id: string) => byKind.get(what)?.get(id)
  const isLive = (alarm: Queued) => find(alarm.what, alarm.id) === alarm
  // One queue for each address, and one of their heads: a full address is passed over in one step, however many wait.
  const queues = new Map<string, LiveQueue<Queued>>()
  const isHead = (alarm: Queued) => queues.get(alarm.address ?? '')?.first() === alarm
  // Addresses are few, and who looks past a full one meets all the dead that are left here.
  const heads = createLiveQueue<Queued>(compare, isHead, 16)
  let order = 0

  const clear = (what: Alarm['what'], id: string) => {
    const alarm = find(what, id)
    if (!alarm) return
    const { address = '' } = alarm
    const queue = queues.get(address)
    const wasHead = isHead(alarm)
    byKind.get(what)?.delete(id)
    if (!wasHead || !queue) return
    queue.trim()
    const head = queue.first()
    if (head) heads.push(head)
    else queues.delete(address)
    heads.trim()
  }
  return {
    set(alarm) {
      const { what, id, address = '' } = alarm
      const place = find(what, id)?.order ?? order++
      clear(what, id)
      const queued = { ...alarm, order: place }
      const kind = byKind.get(what) ?? new Map<string, Queued>()
      byKind.set(what, kind.set(id, queued))
      const queue = queues.get(address) ?? createLiveQueue<Queued>(compare, isLive)
      queues.set(address, queue)
      queue.push(queued)
      if (queue.first() === queued) heads.push(queued)
    },
    clear,
    isSet: (what, id) => find(what, id) !== undefined,
    has: ({ what, id, at }) => find(what, id)?.at === at,
    next: (isFull) =>
      isFull ? heads.firstWhere(({ address }) => !address || !isFull(address)) : heads.first(),
    size() {
      let sum = 0
      for (const alarms of byKind.values()) sum += alarms.size
      return sum
    },
    all: () =>
      [...byKind.values()]
        .flatMap((alarms) => [...alarms.values()])
        .sort((a, b) => a.order - b.order)
        .map(({ order: _, ...alarm }) => alarm),
  }
}
