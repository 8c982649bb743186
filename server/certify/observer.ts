import { setTimeout as wait } from 'node:timers/promises'
import { seenText } from './evidence.ts'
import type { Order, OrderSeen } from './merchant.ts'
import type { Notes } from './notes.ts'
import type { TestBed } from './test-bed.ts'
import { type Pending, waitFor } from './waiting.ts'

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
  return {
    look,
    lookAfterQuiet,
    /** Until the order is what is wanted, or the time for it is over. */
    async lookUntil(order: Order, isWanted: Pending['isWanted']): Promise<OrderSeen | undefined> {
      const { invoiceId } = order
      const { found, afterMs } = await waitFor(bed, { invoiceId, look: () => look(order), isWanted })
      if (!found || !isWanted(found)) return found
      pace.settled(afterMs)
      // A double payment shows a single one first: where the case counts, look once more.
      return counting.on ? lookAfterQuiet(order) : found
    },
  }
}

export type Observer = ReturnType<typeof openObserver>
