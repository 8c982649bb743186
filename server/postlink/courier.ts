import { lookup as resolve } from 'node:dns'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import type { Agent } from 'undici'
import type { PostlinkAnswer } from '../../contracts/entry.ts'
import { secondMs } from '../../contracts/time.ts'
import type { Courier, Parcel } from '../ports.ts'
import { isNear } from './target.ts'

export interface CourierOptions {
  /** Host names a postlink may go to although they are not near. */
  allow: string[]
  /** How long a merchant may take to answer (assumed: the bank's patience is not known). */
  timeoutMs?: number
}

// What is kept of a merchant's answer: enough to read an error page's first lines.
const maxKeptBytes = 4096

class ForbiddenTarget extends Error {}

const forbidden = (host: string, address: string) =>
  new ForbiddenTarget(
    `postlinks go to loopback and private addresses only; ${host} is ${address}: ` +
      `start with --allow-postlinks-to ${host}`,
  )

type Lookup = typeof resolve

/** Checks the address the connection will really use: a name may resolve to anything. */
const guardedLookup = (allow: Set<string>): Lookup =>
  ((host: string, options: object, done: (error: Error | null, ...found: unknown[]) => void) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error)
      const far = allow.has(host) ? undefined : addresses.find(({ address }) => !isNear(address))
      if (far) return done(forbidden(host, far.address))
      if ((options as { all?: boolean }).all) return done(null, addresses)
      return done(null, addresses[0]?.address, addresses[0]?.family)
    })
  }) as Lookup

const encode = ({ body, contentType }: Parcel): string =>
  contentType === 'application/x-www-form-urlencoded'
    ? new URLSearchParams(
        Object.entries(body).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString()
    : JSON.stringify(body)

/** A corrupt postlink is one whose JSON broke off in the middle, under an honest length. */
const bodyOf = (parcel: Parcel): string => {
  const text = encode(parcel)
  return parcel.corrupt ? text.slice(0, Math.ceil(text.length / 2)) : text
}

/** All of it is read, so that the connection can be used again, unless it is endless. */
const firstBytes = (stream: Readable): Promise<string> =>
  new Promise((resolve, reject) => {
    const kept: Uint8Array[] = []
    let size = 0
    const done = () => resolve(Buffer.concat(kept).toString('utf8'))
    stream.on('data', (chunk: Uint8Array) => {
      if (size < maxKeptBytes) kept.push(chunk.subarray(0, maxKeptBytes - size))
      size += chunk.length
      if (size <= maxKeptBytes * 256) return
      done()
      stream.destroy()
    })
    stream.on('end', done).on('error', reject)
  })

const tooLate = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError')

const explain = (error: Error & { code?: string }): string => {
  const cause = (error.cause ?? error) as Error & { code?: string }
  if (cause instanceof ForbiddenTarget) return cause.message
  return cause.code ? `${cause.code}: ${cause.message}` : cause.message
}

/** Posts with undici, loaded at the first postlink: start-up does not wait for it. */
export const httpCourier = ({ allow, timeoutMs = 30 * secondMs }: CourierOptions): Courier => {
  const allowed = new Set(allow.map((host) => host.toLowerCase()))
  let client: Promise<Agent> | undefined
  const connect = async () => {
    const { Agent } = await import('undici')
    // One clock for a whole attempt, below: undici's own need none beside it.
    const connecting = { lookup: guardedLookup(allowed), timeout: timeoutMs }
    return new Agent({ connect: connecting, headersTimeout: 0, bodyTimeout: 0 })
  }
  const send = async (parcel: Parcel, signal: AbortSignal): Promise<Omit<PostlinkAnswer, 'durationMs'>> => {
    const { hostname, origin, pathname, search } = new URL(parcel.url)
    const host = hostname.replace(/^\[|\]$/g, '')
    // An address in the URL is never looked up, so it is checked here.
    if (isIP(host) && !isNear(host) && !allowed.has(host)) throw forbidden(host, host)
    client ??= connect()
    const answer = await (await client).request({
      origin,
      path: `${pathname}${search}`,
      method: 'POST',
      headers: parcel.contentType === 'none' ? {} : { 'content-type': parcel.contentType },
      body: bodyOf(parcel),
      signal,
    })
    return { status: answer.statusCode, responseBody: await firstBytes(answer.body) }
  }
  /** The whole attempt in its time, from the look-up to the last byte. */
  const sendInTime = async (parcel: Parcel) => {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(tooLate()), timeoutMs)
    try {
      return await send(parcel, abort.signal)
    } finally {
      // AbortSignal.timeout would stay, with all it holds, until the time is over.
      clearTimeout(timer)
    }
  }

  return {
    async post(parcel) {
      const started = performance.now()
      const durationMs = () => Math.round(performance.now() - started)
      try {
        return { ...(await sendInTime(parcel)), durationMs: durationMs() }
      } catch (error) {
        const final = error instanceof ForbiddenTarget || (error as Error).cause instanceof ForbiddenTarget
        const answer = { error: explain(error as Error), responseBody: '', durationMs: durationMs() }
        return final ? { ...answer, final } : answer
      }
    },
    async close() {
      await (await client)?.destroy()
    },
  }
}
