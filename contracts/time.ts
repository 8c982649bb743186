/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

// All of Kazakhstan has been at +05:00 since 2024-03-01; the seeds of 2025 print it so.
export const kazakhstanOffsetMs = 5 * hourMs

const local = (at: Instant) => new Date(at + kazakhstanOffsetMs).toISOString()

/**
 * RFC 3339 as the bank's servers print it: +05:00, a fraction of up to nine digits, trailing zeros cut.
 * `nanos` (0–999999) is what lies below the millisecond. Seed 000: `2025-02-12T09:42:51.960781107+05:00`.
 */
export const bankTime = (at: Instant, nanos = 0): string => {
  const text = local(at)
  const fraction = `${text.slice(20, 23)}${String(nanos).padStart(6, '0')}`.replace(/0+$/, '')
  return `${text.slice(0, 19)}${fraction && `.${fraction}`}+05:00`
}

/** Day of the year in Kazakhstan, 1–366, and the year's last digit: the head of a retrieval reference. */
export const julianDay = (at: Instant): { yearDigit: string; day: number } => {
  const year = new Date(at + kazakhstanOffsetMs).getUTCFullYear()
  const day = Math.floor((at + kazakhstanOffsetMs - Date.UTC(year, 0, 1)) / dayMs) + 1
  return { yearDigit: String(year % 10), day }
}

/** ISO 8601 with an offset: a bare local time would mean another instant on every machine. */
export const toInstant = (text: string): Instant | undefined =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : undefined
