import { setTimeout as wait } from 'node:timers/promises'
import { seenText } from './evidence.ts'
import type { Order, OrderSeen } from './merchant.ts'
import type { Notes } from './notes.ts'
import type { TestBed } from './test-bed.ts'

// The first looks follow quickly, the later ones less so: a slow shop is not asked a hundred times.
const firstPauseMs = 15
const longestPauseMs = 200
const growth = 1.3
// However many other orders settle meanwhile.
const mostPatience = 10

/** Paid, with the right amount if the probe tells one, and only once if it counts. */
export const isPaidOnce = (order: Order, { state, amount, times }: OrderSeen, paid = order.amount): boolean =>
  state === 'paid' && (amount === undefined || amount === paid) && (times === undefined || times === 1)

/** Looks at an order through the merchant's probe. */
export const openObserver = (bed: TestBed, { looked, counting }: Notes) => {
  const { merchant, pace } = bed
  const look = async (order: Order): Promise<OrderSeen | undefined> => {
    const found = await merchant.probe(order)
    looked(order.invoiceId, `order ${order.invoiceId}: ${seenText(found)}`)
    return found
  }
  /** When whatever the shop was going to do is done. */
  const lookAfterQuiet = async (order: Order) => {
    await wait(pace.quietMs())
    return look(order)
  }
  /** While other orders settle, the shop is still at work. */
  const isOver = (started: number) => {
    const now = performance.now()
    const patienceMs = pace.patienceMs()
    const since = Math.max(started, pace.lastSettledAt())
    return now - since >= patienceMs || now - started >= mostPatience * patienceMs
  }
  return {
    look,
    lookAfterQuiet,
    /** Until the order is what is wanted, or the time for it is over. */
    async lookUntil(order: Order, isWanted: (found: OrderSeen) => boolean): Promise<OrderSeen | undefined> {
      const started = performance.now()
      let found = await look(order)
      let looks = 1
      for (let pauseMs = firstPauseMs; found && !isWanted(found) && !isOver(started); looks++) {
        await wait(pauseMs)
        pauseMs = Math.min(pauseMs * growth, longestPauseMs)
        found = await look(order)
      }
      if (!found || !isWanted(found)) return found
      pace.settled(looks > 1 ? performance.now() - started : 0)
      // A double payment shows a single one first: where the case counts, look once more.
      return counting.on ? lookAfterQuiet(order) : found
    },
  }
}

export type Observer = ReturnType<typeof openObserver>
