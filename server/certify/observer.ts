import { setTimeout as wait } from 'node:timers/promises'
import { seenText } from './evidence.ts'
import type { Order, OrderSeen } from './merchant.ts'
import type { Notes } from './notes.ts'
import type { TestBed } from './test-bed.ts'
import type { Came } from './wire.ts'

const lookAgainMs = 15

/** Paid, with the right amount if the probe tells one, and only once if it counts. */
export const isPaidOnce = (order: Order, { state, amount, times }: OrderSeen): boolean =>
  state === 'paid' &&
  (amount === undefined || amount === order.amount) &&
  (times === undefined || times === 1)

/** Looks at an order through the merchant's probe. */
export const openObserver = (bed: TestBed, { seen, counting }: Notes) => {
  const { merchant } = bed
  const look = async (order: Order): Promise<OrderSeen | undefined> => {
    const found = await merchant.probe(order)
    const line = `order ${order.invoiceId}: ${seenText(found)}`
    seen.before ??= line
    seen.after = line
    return found
  }
  /** Once more after a while, when the merchant is known to be slow. */
  const lookAfterLag = async (order: Order) => {
    if (bed.lagMs > 0) await wait(bed.lagMs)
    return look(order)
  }
  /** A double payment shows a single one first: where the case counts, look once more. */
  const again = (order: Order, found: OrderSeen) => (counting.on ? lookAfterLag(order) : found)
  return {
    look,
    lookAfterLag,
    /** Until the order has the state that is wanted, or patienceMs is over. */
    async lookUntil(order: Order, wanted: OrderSeen['state']): Promise<OrderSeen | undefined> {
      let found = await look(order)
      if (!found) return found
      if (found.state === wanted) return again(order, found)
      const started = performance.now()
      while (found && found.state !== wanted && performance.now() - started < merchant.patienceMs) {
        await wait(lookAgainMs)
        found = await look(order)
      }
      if (found?.state !== wanted) return found
      bed.lagMs = Math.max(bed.lagMs, performance.now() - started)
      return again(order, found)
    },
  }
}

export type Observer = ReturnType<typeof openObserver>

/** What a case expects to see. */
export const openExpectations = ({ merchant }: TestBed, { check, counting }: Notes, observer: Observer) => {
  const judge = (order: Order, expected: string, found: OrderSeen | undefined, ok: boolean) => {
    const unsure = !found || (found.state === 'unknown' && !ok)
    check(`order ${order.invoiceId}`, expected, seenText(found), unsure ? undefined : ok)
  }
  return {
    /** Also counts, when the probe tells an amount or a number of times. */
    async expectPaid(order: Order): Promise<void> {
      const found = await observer.lookUntil(order, 'paid')
      const ok = found !== undefined && isPaidOnce(order, found)
      const expected = `paid, ${order.amount} once`
      const uncounted = found?.amount === undefined && found?.times === undefined
      // A wrong path in the probe must not pass as a count of one.
      if (ok && merchant.can.count && uncounted)
        check(
          `order ${order.invoiceId}`,
          expected,
          'paid, but neither amount nor times are where the probe says',
          undefined,
        )
      else judge(order, expected, found, ok)
    },
    async expectUnpaid(order: Order): Promise<void> {
      const found = await observer.lookAfterLag(order)
      judge(order, 'unpaid', found, found?.state === 'unpaid')
    },
    async expectRefunded(order: Order): Promise<void> {
      const found = await observer.lookUntil(order, 'refunded')
      judge(order, 'refunded', found, found?.state === 'refunded')
    },
    /** An endpoint that closes the connection or answers 500 gets each postlink again, which hides the real mistake. */
    expectCalm({ status, error }: Came, what = 'the endpoint stays calm'): void {
      const ok = status !== undefined && (status < 500 || status === 501)
      check(what, 'an answer below 500', status === undefined ? String(error) : `HTTP ${status}`, ok)
    },
    acknowledged: ({ status = 0 }: Pick<Came, 'status'>): boolean => status >= 200 && status < 300,
    expectAcknowledged({ status, error }: Pick<Came, 'status' | 'error'>): void {
      const ok = status !== undefined && status >= 200 && status < 300
      check('the answer', '2xx, so that the bank is content', String(status ?? error), ok)
    },
    /** A state that is "paid" both times shows no double payment. */
    needsCount(): void {
      counting.on = true
      if (merchant.can.count || !merchant.can.probe) return
      check('how often it was paid', 'once', 'the probe tells neither amount nor times', undefined)
    },
  }
}
