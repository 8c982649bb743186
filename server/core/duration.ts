import { parse } from 'tinyduration'
import { dayMs, hourMs, minuteMs, secondMs } from '../../contracts/time.ts'

/** `PT2H`, `P1DT30M` → milliseconds. Years and months have no fixed length and are refused. */
export const durationMs = (text: string): number | undefined => {
  try {
    const { years, months, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0, negative } = parse(text)
    if (years || months || negative) return undefined
    return (weeks * 7 + days) * dayMs + hours * hourMs + minutes * minuteMs + Math.round(seconds * secondMs)
  } catch {
    return undefined
  }
}
