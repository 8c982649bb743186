import type { Agent } from 'undici'
import type { PostlinkAnswer } from '../../../contracts/entry.ts'
import { secondMs } from '../../../contracts/time.ts'
import type { Courier, Parcel } from '../../ports.ts'
import { insideContainer, isContainer } from '../../redaction/container.ts'
import { hostOf, openGuard } from '../../redaction/guard.ts'
import { type Letter, postOnce, type Reply } from './attempt.ts'
import { openConnections } from './connection.ts'

export interface CourierOptions {
  /** Hosts, addresses and networks a postlink may go to although they are not near. */
  allow: string[]
  /** PEM: whom merchants' certificates may be signed by, beside the usual. */
  ca?: string
  /** Certificates of loopback and private targets are not checked. */
  insecureNear?: boolean
  /** How long a merchant may take to answer (assumed: how long the bank waits is not known). */
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

const distrust = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER))/
const howToTrust =
  'give its CA with --postlink-ca <file>, or, for loopback and private targets, start with --postlink-insecure-loopback'

const isLoopback = (error: Error) => /ECONNREFUSED (127\.|::1)/.test(error.message)

const explain = (error: Error & { code?: string }): string => {
  const cause = (error.cause ?? error) as Error & { code?: string }
  if (cause instanceof ForbiddenTarget) return cause.message
  if (cause.code && distrust.test(cause.code)) return `${cause.code}: ${cause.message}: ${howToTrust}`
  if (cause.code === 'ECONNREFUSED' && isContainer() && isLoopback(cause))
    return `${cause.message}: ${insideContainer}`
  return cause.code ? `${cause.code}: ${cause.message}` : cause.message
}

/** User and password of a link are for its server alone. */
const authorizationOf = ({ username, password }: URL): Record<string, string> => {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

const redirected = ({ location, ...reply }: Reply): Omit<PostlinkAnswer, 'durationMs'> => {
  if (location === undefined) return reply
  const error = `a redirect to ${location}: the bank posts once and follows none, so postLink must be that address`
  return { ...reply, error }
}

/** Posts with undici, loaded at the first postlink: start-up does not wait for it. */
export const httpCourier = (options: CourierOptions): Courier => {
  const { allow, timeoutMs = 30 * secondMs, ca, insecureNear } = options
  const guard = openGuard({ allow, refusal: forbidden })
  let client: Promise<Agent> | undefined
  let last: (Pick<Letter, 'origin' | 'path' | 'headers'> & { url: string }) | undefined
  /** Most postlinks go where the one before went. */
  const targetOf = (url: string) => {
    if (url === last?.url) return last
    const target = new URL(url)
    guard.check(hostOf(url))
    const path = `${target.pathname}${target.search}`
    last = { url, origin: target.origin, path, headers: authorizationOf(target) }
    return last
  }
  const send = async (parcel: Parcel): Promise<Reply> => {
    const { origin, path, headers: own } = targetOf(parcel.url)
    client ??= openConnections({ guard, timeoutMs, ca, insecureNear })
    const headers: Letter['headers'] =
      parcel.contentType === 'none' ? own : { ...own, 'content-type': parcel.contentType }
    return postOnce(await client, { origin, path, headers, body: bodyOf(parcel) }, timeoutMs)
  }

  return {
    async post(parcel) {
      const started = performance.now()
      const durationMs = () => Math.round(performance.now() - started)
      try {
        return { ...redirected(await send(parcel)), durationMs: durationMs() }
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
