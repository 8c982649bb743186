import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

export const isControlPath = (url: string): boolean => /^\/_sandbox(\/|\?|$)/.test(url)

const loopbackHost = /^(localhost|[a-z0-9-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

const same = (a: string, b: string) => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}

export interface Forbidden {
  status: 401 | 403
  title: string
  detail: string
}

/**
 * Who may use the control API. With a token: whoever has it. Without one (loopback): programs of this
 * machine and its own pages, not pages of other sites, nor names that a stranger points at 127.0.0.1.
 */
export const forbid = (
  { headers, query }: FastifyRequest,
  controlToken: string | undefined,
): Forbidden | undefined => {
  const host = headers.host ?? ''
  if (controlToken !== undefined) {
    // A page is opened by an address: there the token may stand in the query.
    const inQuery = (query as { token?: string }).token ?? ''
    const given = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? inQuery
    if (same(given, controlToken)) return undefined
    const detail =
      'send Authorization: Bearer <control token>; the token is printed at start, or set with --token'
    return { status: 401, title: 'Control token required', detail }
  }
  if (!loopbackHost.test(host)) {
    const detail = `came Host: ${host}; expected localhost or 127.0.0.1; for other names start with --token`
    return { status: 403, title: 'Unknown host', detail }
  }
  const { origin } = headers
  if (origin !== undefined && origin !== `http://${host}`) {
    const detail = `came Origin: ${origin}; expected http://${host}; pages of other sites may not control the sandbox`
    return { status: 403, title: 'Other origin', detail }
  }
  return undefined
}
