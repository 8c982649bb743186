import { setTimeout as wait } from 'node:timers/promises'
import { Unseen } from './trouble.ts'

// Single-threaded shops have a short queue for connections: what overruns it is our load, not their fault.
const mostAtOnce = 8
const pausesMs = [50, 200, 800]

/** Asks in small rows, and again when nobody answers; the rows get smaller each time. */
export const openGently = () => {
  let width = mostAtOnce
  let busy = 0
  const waiting: (() => void)[] = []
  const enter = async () => {
    if (busy >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy++
  }
  const leave = () => {
    const next = busy <= width ? waiting.shift() : undefined
    if (next) next()
    else busy--
  }
  const once = async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
  return async <T>(work: () => Promise<T>, isGone: () => boolean): Promise<T> => {
    for (const pauseMs of pausesMs) {
      try {
        return await once(work)
      } catch (error) {
        if (!(error instanceof Unseen) || isGone()) throw error
        width = Math.max(1, width >> 1)
        await wait(pauseMs)
      }
    }
    return once(work)
  }
}

export type Gently = ReturnType<typeof openGently>
