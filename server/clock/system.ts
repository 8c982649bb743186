import type { Clock } from '../ports.ts'

// setTimeout counts in 32 bits: a longer wait is taken in steps.
const longestStepMs = 2 ** 31 - 1

export const systemClock = (): Clock => ({
  now: () => Date.now(),
  at(time, run) {
    let timer: NodeJS.Timeout
    const wait = () => {
      const leftMs = time - Date.now()
      timer = leftMs > longestStepMs ? setTimeout(wait, longestStepMs) : setTimeout(run, Math.max(0, leftMs))
      // An alarm far ahead must not keep a finished process alive.
      timer.unref()
    }
    wait()
    return () => clearTimeout(timer)
  },
})
