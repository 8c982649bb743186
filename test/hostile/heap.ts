import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is in use once nothing is left to collect: what is let go of in one collection may hold more until the next. */
const heapInUse = async (): Promise<number> => {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    await new Promise(setImmediate)
    collectGarbage()
    const { heapUsed } = process.memoryUsage()
    if (heapUsed > before - 16 * 1024) return heapUsed
    before = heapUsed
  }
}

const mostRounds = 5
// A round that leaves so much less than it found saw the end of something older: it says nothing of itself.
const shrunk = -64 * 1024

/**
 * By how many bytes the heap grows in a round that is the same as the one before it: the least of a few, because what
 * is kept for each request is kept in every round, and what is compiled or learned once is not.
 */
export const leastGrowth = async (round: () => Promise<unknown>, isEnough: (bytes: number) => boolean) => {
  await round()
  let before = await heapInUse()
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < mostRounds && !isEnough(least); i++) {
    await round()
    const after = await heapInUse()
    if (after - before > shrunk) least = Math.min(least, after - before)
    before = after
  }
  return least === Number.POSITIVE_INFINITY ? shrunk : least
}
