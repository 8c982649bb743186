/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

let almaty: Intl.DateTimeFormat | undefined

/** From the time-zone data of the runtime: it knows that all of Kazakhstan moved to +05:00 on 1 March 2024. */
const lookUpOffsetMs = (at: Instant): number => {
  almaty ??= new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Almaty', timeZoneName: 'longOffset' })
  const name = almaty.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? []
  const ms = Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs
  return sign === '-' ? -ms : ms
}

// A look-up costs microseconds, and clocks are put forward or back at full hours: one hour is remembered.
let known = { hour: Number.NaN, offsetMs: 0 }

/** How far the clocks of the bank are ahead of UTC at that moment. */
export const bankOffsetMs = (at: Instant): number => {
  const hour = Math.floor(at / hourMs)
  if (hour !== known.hour) known = { hour, offsetMs: lookUpOffsetMs(at) }
  return known.offsetMs
}

const offsetText = (offsetMs: number) => {
  const minutes = Math.floor(Math.abs(offsetMs) / minuteMs)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

// A payment says its time in several places, all within a second.
let written = { second: Number.NaN, dateTime: '', offset: '' }

const writtenSecond = (second: number) => {
  if (second === written.second) return written
  const at = second * secondMs
  const offsetMs = bankOffsetMs(at)
  const dateTime = new Date(at + offsetMs).toISOString().slice(0, -'.000Z'.length)
  written = { second, dateTime, offset: offsetText(offsetMs) }
  return written
}

/**
 * RFC 3339 as the bank's servers print it: the time of Almaty, a fraction of up to nine digits, trailing zeros cut.
 * `nanos` (0–999999) is what lies below the millisecond: `2025-02-12T09:42:51.960781107+05:00`.
 */
export const bankTime = (at: Instant, nanos = 0): string => {
  const second = Math.floor(at / secondMs)
  const { dateTime, offset } = writtenSecond(second)
  const billionths = Math.trunc(at - second * secondMs) * 1e6 + nanos
  if (billionths === 0) return `${dateTime}${offset}`
  return `${dateTime}.${String(billionths).padStart(9, '0').replace(/0+$/, '')}${offset}`
}

/** Day of the year in Kazakhstan, 1–366, and the year's last digit: the head of a retrieval reference. */
export const julianDay = (at: Instant): { yearDigit: string; day: number } => {
  const there = at + bankOffsetMs(at)
  const year = new Date(there).getUTCFullYear()
  const day = Math.floor((there - Date.UTC(year, 0, 1)) / dayMs) + 1
  return { yearDigit: String(year % 10), day }
}

/** ISO 8601 with an offset: a bare local time would mean another instant on every machine. */
export const toInstant = (text: string): Instant | undefined =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : undefined
