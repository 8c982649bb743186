import type { Violation } from '../../contracts/reader.ts'
import { type Instant, toInstant } from '../../contracts/time.ts'
import { durationMs } from '../core/duration.ts'

export type ClockOrder = { mode: 'advance' | 'set'; to: Instant } | { mode: 'system' }

// Times are written with a year of four digits, here and by the bank.
const lastInstant = Date.UTC(9999, 0)

const violation = (where: string, got: unknown, expected: string): { violations: Violation[] } => ({
  violations: [{ where, got: JSON.stringify(got) ?? 'nothing', expected }],
})

/** `{"advance":"PT2H"}`, `{"set":"2025-02-12T09:42:51+05:00"}` or `{"mode":"system"}`. */
export const readClockOrder = (body: unknown, now: Instant): ClockOrder | { violations: Violation[] } => {
  const { advance, set, mode } = Object(body) as Record<string, unknown>
  if (mode === 'system') return { mode }
  if (advance !== undefined) {
    const ms = typeof advance === 'string' ? durationMs(advance) : undefined
    return ms !== undefined && now + ms < lastInstant
      ? { mode: 'advance', to: now + ms }
      : violation(
          'advance',
          advance,
          'a duration of weeks, days, hours, minutes or seconds such as PT2H or 2h, forward and before the year 9999',
        )
  }
  if (set !== undefined) {
    const to = typeof set === 'string' ? toInstant(set) : undefined
    return to === undefined || Number.isNaN(to)
      ? violation('set', set, 'an ISO 8601 instant with an offset such as 2025-02-12T09:42:51+05:00')
      : { mode: 'set', to }
  }
  return violation('body', body, '{"advance":"PT2H"}, {"set":"<instant>"} or {"mode":"system"}')
}
