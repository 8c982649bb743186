import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError } from '../errors.ts'
import type { Guard } from '../redaction/guard.ts'
import { checkReach, guardOf, type Reach } from '../redaction/reach.ts'

/** One request of certify's own, which may be as odd as a case wants it. */
export interface Parcel {
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string
  /** How long an answer is waited for; then the connection is closed, as the bank closes it. */
  patienceMs?: number
  /** Hangs up at this moment, whatever the merchant is doing. */
  until?: Promise<void>
  /** The body goes out in so many pieces over so long a time. */
  slow?: { pieces: number; overMs: number }
  /** Without a length, in chunks. */
  chunked?: boolean
  /** Half of the body goes out under its whole length; then the connection breaks. */
  cut?: boolean
}

/** What came back. Without a status, `error` says why. */
export interface Came {
  status?: number
  location: string
  contentType: string
  text: string
  error?: string
  ms: number
}

export type Send = (parcel: Parcel) => Promise<Came>

// What is kept of an answer: a whole checkout page, not a download.
const maxKept = 2_000_000

/** Posts with sockets of its own, no pool: a broken connection must not spoil the next request. */
export const openWire = (reach: Reach): Send => {
  const { lookup } = guardOf(reach)
  return (parcel) => {
    checkReach(reach, parcel.url)
    return exchange(parcel, lookup)
  }
}

const exchange = (parcel: Parcel, lookup: Guard['lookup']): Promise<Came> =>
  new Promise((resolve, reject) => {
    const { url, method = 'POST', headers = {}, patienceMs = 30_000, until } = parcel
    const body = Buffer.from(parcel.body ?? '')
    const started = performance.now()
    const got = { location: '', contentType: '', text: '' }
    const end = (found: Partial<Came>) =>
      resolve({ ...got, ...found, ms: Math.round(performance.now() - started) })
    const length =
      parcel.body === undefined || parcel.chunked ? {} : { 'content-length': String(body.length) }
    const request = (url.startsWith('https:') ? secure : plain)(url, {
      method,
      headers: { ...headers, ...length },
      agent: false,
      lookup,
    })
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${patienceMs} ms`)),
      patienceMs,
    )
    void until?.then(() => request.destroy(new Error('certify hung up, as meant')))
    request.on('close', () => clearTimeout(timer))
    request.on('error', (error: NodeJS.ErrnoException) =>
      error instanceof ConfigError ? reject(error) : end({ error: error.message || (error.code ?? 'cut') }),
    )
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= maxKept) chunks.push(chunk)
      })
      response.on('error', ({ message }) => end({ error: message }))
      response.on('end', () =>
        end({
          status: response.statusCode ?? 0,
          location: response.headers.location ?? '',
          contentType: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    void write(request, body, parcel)
  })

const write = async (request: ReturnType<typeof plain>, body: Buffer, { slow, cut, chunked }: Parcel) => {
  // What is written before the end has no length yet.
  if (chunked) request.write(body.subarray(0, body.length >> 1))
  if (chunked) return void request.end(body.subarray(body.length >> 1))
  if (cut) {
    request.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
      // Let it arrive before the connection breaks.
      setTimeout(() => request.destroy(new Error('cut by certify, as meant')), 20)
    })
    return
  }
  if (!slow) return void request.end(body)
  const step = Math.ceil(body.length / slow.pieces)
  for (let from = 0; from < body.length && !request.destroyed; from += step) {
    request.write(body.subarray(from, from + step))
    await wait(slow.overMs / slow.pieces)
  }
  request.end()
}
