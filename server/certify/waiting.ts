import { setTimeout as wait } from 'node:timers/promises'
import type { OrderSeen } from './merchant.ts'
import { mostWaits, type Pace } from './pace.ts'
import type { TestBed } from './test-bed.ts'
import { Unseen } from './trouble.ts'

/** An order that is to become something. */
export interface Pending {
  invoiceId: string
  look(): Promise<OrderSeen | undefined>
  isWanted(found: OrderSeen): boolean
}

export interface Waited {
  found: OrderSeen | undefined
  afterMs: number
}

// The first looks follow quickly, the later ones less so: a slow shop is not asked a hundred times.
const firstPauseMs = 15
const longestPauseMs = 200
const growth = 1.3

/** Until it is what is wanted, or the time for it is over. Throws Unseen when the shop is late with all it does. */
export const waitFor = async (bed: TestBed, one: Pending): Promise<Waited> => {
  const { pace } = bed
  const started = performance.now()
  const { found, looks } = await lookWhile(one, () => !isOver(pace, started))
  // A shop that has never settled anything is not late.
  const isSettling = pace.lastSettledAt() !== Number.NEGATIVE_INFINITY
  if (!found || one.isWanted(found) || !isSettling)
    return { found, afterMs: looks > 1 ? performance.now() - started : 0 }
  const late = await lookWhileOthersSettle(bed, one, started)
  return { found: late, afterMs: performance.now() - started }
}

/** While other orders settle, the shop is still at work. */
const isOver = (pace: Pace, started: number) => {
  const now = performance.now()
  const waitMs = pace.longestWaitMs()
  const since = Math.max(started, pace.lastSettledAt())
  return now - since >= waitMs || now - started >= mostWaits * waitMs
}

/** As long as a plain payment takes that was made after it; then it is not late, it does not come. */
const lookWhileOthersSettle = async ({ isUpToDate, pace }: TestBed, one: Pending, started: number) => {
  let isDecided = false
  const deciding = isUpToDate(started).finally(() => {
    isDecided = true
  })
  const { found } = await lookWhile(one, () => !isDecided)
  if (!found || one.isWanted(found)) return found
  if (!(await deciding)) {
    const seconds = Math.round((performance.now() - started) / 1000)
    throw new Unseen(
      `order ${one.invoiceId} is late, and a plain payment made after it was not settled either ` +
        `within ${seconds} s: your shop is slower than it was at first`,
    )
  }
  const until = performance.now() + pace.quietMs()
  return (await lookWhile(one, () => performance.now() < until)).found
}

const lookWhile = async ({ look, isWanted }: Pending, isWorthIt: () => boolean) => {
  let found = await look()
  let looks = 1
  for (let pauseMs = firstPauseMs; found && !isWanted(found) && isWorthIt(); looks++) {
    await wait(pauseMs)
    pauseMs = Math.min(pauseMs * growth, longestPauseMs)
    found = await look()
  }
  return { found, looks }
}
