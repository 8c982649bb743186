import { parse } from 'tinyduration'
import { dayMs, hourMs, minuteMs, secondMs } from '../../contracts/time.ts'

const unitMs = { w: 7 * dayMs, d: dayMs, h: hourMs, m: minuteMs, s: secondMs }

/** `2h`, `1d30m`: what people type. */
const shortMs = (text: string): number | undefined => {
  if (!/^(\d{1,9}[wdhms])+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+)([wdhms])/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitMs[unit as keyof typeof unitMs], 0)
}

/** `PT2H`, `P1DT30M`, `2h` → milliseconds. Time goes forward; years and months have no fixed length. */
export const durationMs = (text: string): number | undefined => {
  const short = shortMs(text)
  if (short !== undefined) return short
  // tinyduration reads a minus sign within, too: PT-2H would go back.
  if (text.includes('-')) return undefined
  try {
    const { years, months, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parse(text)
    if (years || months) return undefined
    return (weeks * 7 + days) * dayMs + hours * hourMs + minutes * minuteMs + Math.round(seconds * secondMs)
  } catch {
    return undefined
  }
}
