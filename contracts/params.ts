import lzString from 'lz-string'
import { unfold } from './unfold.ts'

/**
 * How payment-api.js puts a payment object into a URL (copies of it in public code): nested `key=value` text, values
 * URI-encoded at every level, the whole LZ-string-compressed.
 */
export const encodeParams = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .filter(([key]) => key !== '')
    .map(([key, part]) => `${key}=${encodeURIComponent(encodeParams(part))}`)
    .join('&')
}

export const compressParams = (payment: object): string =>
  lzString.compressToEncodedURIComponent(encodeParams(payment))

/** Text of `key=value` pairs → record; a key that comes twice keeps its first value. */
const decodePairs = (text: string): Record<string, string> => {
  const pairs: Record<string, string> = Object.create(null)
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=')
    const key = at < 0 ? pair : pair.slice(0, at)
    if (key !== '' && !(key in pairs)) pairs[key] = decodeURIComponent(at < 0 ? '' : pair.slice(at + 1))
  }
  return pairs
}

// The page's URL is bounded by the header limit; this bounds what a crafted one may unfold to.
const maxDecodedLength = 64 * 1024
// Unknown names are journalled: a URL may not bring them by the thousand.
const maxPairs = 256

const whole = (text: string) => (text.includes('=') ? { ...decodePairs(text) } : text)

/** Fields that may come as an object: the token's answer, and the card as the API wants it, {"id": …}. */
const nested = new Map<string, (text: string) => unknown>([
  ['auth', whole],
  ['token', whole],
  ['cardid', (text) => decodePairs(text).id ?? text],
])

/**
 * The `params` of a payform URL → flat record of texts, `auth` one level deeper. Undefined when it is not
 * LZ-string, not text of pairs, more than 256 of them, or unfolds beyond 64 KiB.
 */
export const decodeParams = (compressed: string): Record<string, unknown> | undefined => {
  try {
    // A space is a plus that some server decoded on the way.
    const text = unfold(compressed.replaceAll(' ', '+'), maxDecodedLength)
    if (!text?.includes('=')) return undefined
    const pairs = decodePairs(text)
    if (Object.keys(pairs).length > maxPairs) return undefined
    return Object.fromEntries(
      Object.entries(pairs).map(([key, value]) => [key, nested.get(key.toLowerCase())?.(value) ?? value]),
    )
  } catch {
    return undefined // decodeURIComponent throws on text that was cut or built by hand
  }
}
