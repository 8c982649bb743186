import { t } from './speech.js'

// All of Kazakhstan is at +05:00, and so is whatever the bank prints.
const offsetMs = 5 * 60 * 60 * 1000

/** @param {number} at */
const local = (at) => new Date(at + offsetMs).toISOString()

/** `2025-02-12T09:42:51.96+05:00` @param {number} at */
export const bankTime = (at) =>
  `${local(at)
    .slice(0, 23)
    .replace(/\.?0+$/, '')}+05:00`

/** @param {number} at */
export const clockTime = (at) => local(at).slice(11, 19)

/** @param {number} at */
export const dayTime = (at) => `${local(at).slice(0, 10)} ${clockTime(at)}`

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `12 Feb` @param {number} at */
export const dayText = (at) => {
  const day = local(at)
  return `${Number(day.slice(8, 10))} ${t(months[Number(day.slice(5, 7)) - 1] ?? '')}`
}

/** Always with its day: the clock of a workspace jumps over days. @param {number} at */
export const listTime = (at) => `${dayText(at)} ${clockTime(at)}`

/** @param {number} ms */
export const spanText = (ms) => {
  if (ms < 1000) return t('{n} ms', { n: Math.round(ms) })
  if (ms < 60_000) return t('{n} s', { n: Math.floor(ms / 100) / 10 })
  if (ms < 3_600_000)
    return t('{m} min {s} s', { m: Math.floor(ms / 60_000), s: Math.floor((ms % 60_000) / 1000) })
  if (ms < 86_400_000)
    return t('{h} h {m} min', { h: Math.floor(ms / 3_600_000), m: Math.floor((ms % 3_600_000) / 60_000) })
  return t('{d} d {h} h', { d: Math.floor(ms / 86_400_000), h: Math.floor((ms % 86_400_000) / 3_600_000) })
}

/** @type {Record<string, string>} */
const symbols = { KZT: '₸', USD: '$', EUR: '€', RUB: '₽' }

/** `12 345,50 ₸` @param {number} tiyn @param {string} currency */
export const moneyText = (tiyn, currency) => {
  const [whole = '', part] = (tiyn / 100).toFixed(2).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  return `${grouped}${part === '00' ? '' : `,${part}`}\u00a0${symbols[currency] ?? currency ?? ''}`
}

/** @param {unknown} value */
export const json = (value) => JSON.stringify(value, null, 2)

/** @param {string} text */
export const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`

/** The command that does by hand what the courier did. @param {any} postlink */
export const curlOf = ({ url, contentType, body }) => {
  const isForm = contentType === 'application/x-www-form-urlencoded'
  const text = isForm ? new URLSearchParams(body).toString() : JSON.stringify(body)
  const header =
    contentType === 'none' ? "-H 'content-type:'" : `-H ${quoted(`content-type: ${contentType}`)}`
  return `curl -i -X POST ${quoted(url)} \\\n  ${header} \\\n  --data-binary ${quoted(text)}`
}
