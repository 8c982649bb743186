import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'

const loopbackHost = /^(localhost|[a-z0-9-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

const digest = (text: string) => hash('sha256', text, 'buffer')
/** As digests: not even the length of a secret may be guessed from the time this takes. */
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

/** Somebody followed a link: pictures, scripts and frames of other sites come otherwise, and without an Origin. */
const isVisit = (headers: IncomingHttpHeaders) =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'

export interface Forbidden {
  status: 401 | 403
  title: string
  detail: string
}

/**
 * Who may use the control API. With a token: anyone who has it. Without one (loopback): programs of this
 * machine and its own pages, not pages of other sites, nor names that a stranger points at 127.0.0.1.
 */
export const forbid = (
  { headers, query, method, url }: FastifyRequest,
  controlToken: string | undefined,
): Forbidden | undefined => {
  const host = headers.host ?? ''
  if (controlToken !== undefined) {
    // A page is opened by an address: there the token may stand in the query.
    const inQuery = (query as { token?: unknown }).token
    const given = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? inQuery
    if (typeof given === 'string' && same(given, controlToken)) return undefined
    const fix = 'the token is printed at start, or set with --token (in compose.yaml: EPAY_CONTROL_TOKEN)'
    if (given !== undefined)
      return {
        status: 401,
        title: 'Wrong control token',
        detail: `the token that came is not this server's; ${fix}`,
      }
    const detail = `send Authorization: Bearer <control token>; ${fix}`
    return { status: 401, title: 'Control token required', detail }
  }
  if (!loopbackHost.test(host)) {
    const detail = `got Host: ${host}; expected localhost or 127.0.0.1; for other names start with --token`
    return { status: 403, title: 'Unknown host', detail }
  }
  // What it says is published; a tool in a browser may read it from where it stands.
  if (method === 'GET' && /^\/_sandbox\/(control\/)?openapi\.json(\?|$)/.test(url)) return undefined
  const { origin } = headers
  if (origin !== undefined && origin !== `http://${host}`) {
    const detail = `got Origin: ${origin}; expected http://${host}; pages of other sites may not control the sandbox`
    return { status: 403, title: 'Other origin', detail }
  }
  const site = headers['sec-fetch-site']
  if ((site === 'cross-site' || site === 'same-site') && !isVisit(headers)) {
    const detail = `got Sec-Fetch-Site: ${site}; a page of another site may link here, not fetch or embed anything`
    return { status: 403, title: 'Other site', detail }
  }
  return undefined
}
