import type { Description } from './load.ts'

/** How fast this shop is: measured first, and again with every order that settles. */
export interface Pace {
  /** The longest an order needed to become what it should after the shop had answered. */
  lagMs(): number
  /** How long nothing must happen before an order counts as unchanged. */
  quietMs(): number
  /** How long an order is waited for while no other one settles either. */
  longestWaitMs(): number
  /** A postlink was answered, so long after it went out. */
  answered(afterMs: number): void
  /** An order became what it should, so long after the answer. */
  settled(afterMs: number): void
  /** How long the bank keeps the shop waiting for a status, so that something else can happen meanwhile. */
  statusDelayMs(): number
  /** How many things of the same kind are done at a time. */
  width(): number
  /** When an order last settled, by performance.now(). */
  lastSettledAt(): number
}

// A look and its answer take some milliseconds themselves, more on a busy machine.
const marginMs = 100
const defaultWaitMs = 2000
// Beyond this a quick shop only gets slower; a slow one is waited for, which costs nothing.
const quickWidth = 6
const slowWidth = 24
const slowMs = 300
// Several times what a payment and its answer took; a shop that is slow on purpose is not made slower still.
const shortestDelayMs = 600
const longestDelayMs = 2500
const delaysPerAnswer = 4

/** So many of its longest waits a shop is given at most, however slow it is or however many orders it settles. */
export const mostWaits = 10

/** Twice what was measured and a margin: a shop under load is slower than one that is only looked at. */
export const openPace = ({
  quietMs,
  patienceMs: askedWaitMs = defaultWaitMs,
}: Pick<Description, 'quietMs' | 'patienceMs'>): Pace => {
  let lagMs = 0
  let answerMs = 0
  let lastSettledAt = Number.NEGATIVE_INFINITY
  return {
    lagMs: () => lagMs,
    quietMs: () => quietMs ?? Math.round(2 * lagMs) + marginMs,
    longestWaitMs: () => Math.max(askedWaitMs, Math.round(4 * lagMs) + marginMs),
    width: () => (Math.max(lagMs, answerMs) > slowMs ? slowWidth : quickWidth),
    statusDelayMs: () => Math.min(longestDelayMs, Math.max(shortestDelayMs, delaysPerAnswer * answerMs)),
    answered(afterMs) {
      answerMs = Math.max(answerMs, afterMs)
    },
    settled(afterMs) {
      lagMs = Math.max(lagMs, afterMs)
      lastSettledAt = performance.now()
    },
    lastSettledAt: () => lastSettledAt,
  }
}
