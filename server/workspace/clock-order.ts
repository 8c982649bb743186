import { ClockAdvance, ClockReal, ClockSet, clockExpected } from '../../contracts/control/bodies.ts'
import { type Violation, violationsOf } from '../../contracts/reader.ts'
import { type Instant, toInstant } from '../../contracts/time.ts'
import { durationMs } from '../core/duration.ts'

export type ClockOrder = { mode: 'advance' | 'set'; to: Instant } | { mode: 'system' }

// Times are written with a year of four digits, here and by the bank.
const lastInstant = Date.UTC(9999, 0)

/** The published forms of the body, by the field that names each. */
const forms = { mode: ClockReal, advance: ClockAdvance, set: ClockSet }
type Name = keyof typeof forms
const names = Object.keys(forms) as Name[]

const violation = (where: string, got: unknown, expected: string): { violations: Violation[] } => ({
  violations: [{ where, got: JSON.stringify(got) ?? 'nothing', expected }],
})

/** `{"advance":"PT2H"}`, `{"set":"2025-02-12T09:42:51+05:00"}` or `{"mode":"system"}`. */
export const readClockOrder = (body: unknown, now: Instant): ClockOrder | { violations: Violation[] } => {
  const asked = Object(body) as Record<Name, unknown>
  const name = names.find((one) => asked[one] !== undefined)
  if (!name) return violation('body', body, clockExpected.body)
  const violations = violationsOf(forms[name], body)
  if (violations.length > 0) return { violations }
  if (name === 'mode') return { mode: 'system' }
  // What no schema can say: that the text is a moment of this clock.
  if (name === 'set') {
    const to = toInstant(String(asked.set))
    return to === undefined || Number.isNaN(to)
      ? violation('set', asked.set, clockExpected.set)
      : { mode: 'set', to }
  }
  const ms = durationMs(String(asked.advance))
  return ms !== undefined && now + ms < lastInstant
    ? { mode: 'advance', to: now + ms }
    : violation('advance', asked.advance, clockExpected.advance)
}
