import { setTimeout as wait } from 'node:timers/promises'
import type { Order, OrderSeen } from './merchant.ts'
import { mostWaits } from './pace.ts'
import type { TestBed } from './test-bed.ts'
import { openTrial } from './trial.ts'
import { Trouble } from './trouble.ts'

/** How fast the shop took a payment like any other. */
export interface Measured {
  /** How long the answer to its postlink took. */
  answerMs: number
  /** How long after it the order was paid; undefined when it was not. */
  lagMs?: number
}

interface Wait {
  /** How long the order is waited for, once the shop has taken the postlink. */
  longestMs: number
  onSeen?(found: OrderSeen | undefined): void
}

const lookAgainMs = 25

/** A buyer pays, and the order is looked at until it is paid. */
export const payPlainly = async (
  bed: TestBed,
  order: Order,
  { longestMs, onSeen = () => {} }: Wait,
): Promise<Measured> => {
  const { merchant, bank, pace } = bed
  const trial = openTrial(bed)
  const started = performance.now()
  const paid = await trial.pay(order)
  const answered = performance.now()
  const answer = bank.postlinkOf(paid)?.attempts.at(-1)?.answer
  const answerMs = Math.round(answered - started)
  pace.answered(answerMs)
  if (!merchant.can.probe) return { answerMs }
  // What was refused is not on its way.
  const isTaken = answer === undefined || (answer.status !== undefined && answer.status < 300)
  const waitMs = isTaken ? Math.max(longestMs, pace.longestWaitMs()) : pace.longestWaitMs()
  for (let looks = 0; ; looks++) {
    const found = await merchant.probe(order)
    onSeen(found)
    const sinceMs = performance.now() - answered
    if (found?.state === 'paid' || found?.state === 'held')
      return { answerMs, lagMs: looks === 0 ? 0 : Math.round(sinceMs) }
    if (sinceMs > waitMs) return { answerMs }
    await wait(lookAgainMs)
  }
}

const longestMs = 15_000

/**
 * What comes late says nothing while the shop is late with everything. So a plain payment is made, later than what is
 * waited for: when it is settled, all that came before it should be. Answers whether it was. Those who ask at the same
 * time share one; nobody is given one that began before what they wait for.
 */
export const openUpToDate = (bed: Omit<TestBed, 'isUpToDate'>): TestBed['isUpToDate'] => {
  let last = { begun: Number.NEGATIVE_INFINITY, settled: Promise.resolve(false) }
  const isUpToDate = (since: number): Promise<boolean> => {
    if (last.begun < since) last = { begun: performance.now(), settled: settlesAnother() }
    return last.settled
  }
  const settlesAnother = async () => {
    const { merchant, pace } = bed
    try {
      const order = await merchant.createOrder()
      bed.invoiceIds.push(order.invoiceId)
      const longest = { longestMs: Math.max(longestMs, mostWaits * pace.longestWaitMs()) }
      const { lagMs } = await payPlainly({ ...bed, isUpToDate }, order, longest)
      if (lagMs !== undefined) pace.settled(lagMs)
      return lagMs !== undefined
    } catch (error) {
      if (error instanceof Trouble) return false
      throw error
    }
  }
  return isUpToDate
}
