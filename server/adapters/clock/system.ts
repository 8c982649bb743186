import { minuteMs } from '../../../contracts/time.ts'
import type { Clock } from '../../ports.ts'

// A timer stands still while the machine sleeps and knows nothing of a clock that is set: it is looked at so often.
const longestStepMs = 1 * minuteMs

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
