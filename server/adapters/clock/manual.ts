import type { Instant } from '../../../contracts/time.ts'
import type { Clock } from '../../ports.ts'

/** Real time's twin for tests: stands still until it is moved, then runs what fell due, in order. */
export const manualClock = (start: Instant): Clock & { moveTo(time: Instant): void } => {
  let now = start
  let waiting: { time: Instant; run: () => void }[] = []
  return {
    now: () => now,
    at(time, run) {
      const entry = { time, run }
      waiting.push(entry)
      return () => {
        waiting = waiting.filter((other) => other !== entry)
      }
    },
    moveTo(time) {
      for (;;) {
        const due = waiting.filter((entry) => entry.time <= time).sort((a, b) => a.time - b.time)[0]
        if (!due) break
        waiting = waiting.filter((entry) => entry !== due)
        now = Math.max(now, due.time)
        due.run()
      }
      now = time
    },
  }
}
