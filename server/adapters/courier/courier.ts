import type { Agent } from 'undici'
import { secondMs } from '../../../contracts/time.ts'
import type { Courier, Parcel } from '../../ports.ts'
import { hostOf, openGuard } from '../../redaction/guard.ts'
import { type Letter, postOnce, type Reply } from './attempt.ts'

export interface CourierOptions {
  /** Host names a postlink may go to although they are not near. */
  allow: string[]
  /** How long a merchant may take to answer (assumed: the bank's patience is not known). */
  timeoutMs?: number
}

class ForbiddenTarget extends Error {}

const forbidden = (host: string, address: string) =>
  new ForbiddenTarget(
    `postlinks go to loopback and private addresses only; ${host} is ${address}: ` +
      `start with --allow-postlinks-to ${host}`,
  )

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

const explain = (error: Error & { code?: string }): string => {
  const cause = (error.cause ?? error) as Error & { code?: string }
  if (cause instanceof ForbiddenTarget) return cause.message
  return cause.code ? `${cause.code}: ${cause.message}` : cause.message
}

/** Posts with undici, loaded at the first postlink: start-up does not wait for it. */
export const httpCourier = ({ allow, timeoutMs = 30 * secondMs }: CourierOptions): Courier => {
  const guard = openGuard({ allow, refusal: forbidden })
  let client: Promise<Agent> | undefined
  const connect = async () => {
    const { Agent } = await import('undici')
    // One clock for a whole attempt, in attempt.ts; this one closes a connection that nobody waits for any more.
    const connecting = { lookup: guard.lookup, timeout: timeoutMs }
    return new Agent({ connect: connecting, headersTimeout: 0, bodyTimeout: 0 })
  }
  let last: { url: string; origin: string; path: string } | undefined
  /** Most postlinks go where the one before went. */
  const targetOf = (url: string) => {
    if (url === last?.url) return last
    const { origin, pathname, search } = new URL(url)
    guard.check(hostOf(url))
    last = { url, origin, path: `${pathname}${search}` }
    return last
  }
  const send = async (parcel: Parcel): Promise<Reply> => {
    const { origin, path } = targetOf(parcel.url)
    client ??= connect()
    const headers: Letter['headers'] =
      parcel.contentType === 'none' ? {} : { 'content-type': parcel.contentType }
    return postOnce(await client, { origin, path, headers, body: bodyOf(parcel) }, timeoutMs)
  }

  return {
    async post(parcel) {
      const started = performance.now()
      const durationMs = () => Math.round(performance.now() - started)
      try {
        return { ...(await send(parcel)), durationMs: durationMs() }
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
