import type { IncomingMessage } from 'node:http'
import { isWorkspaceName } from '../../workspace/workspace-name.ts'

declare module 'http' {
  interface IncomingMessage {
    workspaceName?: string
    /** What a request in absolute form says it speaks, whatever carried it here. */
    scheme?: 'http' | 'https'
  }
}

const absolute = /^(https?):\/\/([^/?#]*)/i

/** RFC 9112 §3.2.2: a proxy is sent the whole URL, and what it says of the host wins over the Host header. */
const toOriginForm = (raw: IncomingMessage, url: string): string => {
  const found = absolute.exec(url)
  if (!found) return url
  const [start, scheme = '', authority = ''] = found
  raw.scheme = scheme.toLowerCase() as 'http' | 'https'
  raw.headers.host = authority
  const rest = url.slice(start.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** `/w/<name>/…` is the same server seen from another workspace: the prefix is taken off before routing. */
const prefixed = /^\/w\/([^/?]+)(\/[^?]*)?(\?.*)?$/

/** The path that is routed; whose workspace it is, and what the whole URL said, is noted on the request. */
export const targetOf = (raw: IncomingMessage): string => {
  const asked = raw.url ?? '/'
  const url = asked.startsWith('/') ? asked : toOriginForm(raw, asked)
  const found = url.startsWith('/w/') && prefixed.exec(url)
  if (!found || !isWorkspaceName(found[1] ?? '')) return url
  raw.workspaceName = found[1]
  return `${found[2] ?? '/'}${found[3] ?? ''}`
}
