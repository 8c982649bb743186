import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import type { PrepareRequestFunctionOpts, PrepareRequestFunctionResult } from 'proxy-chain'
import { forwardHttps } from './forward.ts'
import { decideHost, isLoopback, type PolicyParts, plainName } from './policy.ts'
import { upstreamFor } from './upstream.ts'

export interface ProxyParts {
  policy: PolicyParts
  /** Takes tunnels to the bank's names. */
  tunnel: Server
  /** Takes tunnels of browsers to names that are refused, and tells why. */
  refusals: Server
  env: NodeJS.ProcessEnv
  /** Where the proxy itself listens: never its own upstream. */
  self(): AddressInfo
  /** Answers a request for one of the bank's names. */
  answer(request: IncomingMessage, response: ServerResponse, host: string): void
  onRefused(host: string, why: string): void
}

const refusedStatus = 403
const plainText = { 'content-type': 'text/plain; charset=utf-8' }

/** Of a request that is no CONNECT. In origin form only the Host says where it was meant to go. */
const hostOf = ({ url = '', headers }: IncomingMessage): string =>
  (/^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers.host ?? '').replace(/:\d+$/, '')

/** A page is shown only inside a tunnel; what answers CONNECT itself, no browser shows. */
const isBrowser = ({ headers }: IncomingMessage) => /^Mozilla\//.test(headers['user-agent'] ?? '')

/** The forward proxy, without a port of its own: the policy decides by host about tunnels and plain requests. */
export const openProxy = async (parts: ProxyParts): Promise<HttpServer> => {
  const { policy, tunnel, refusals, env, self, answer, onRefused } = parts
  const { RequestError, Server: ForwardProxy } = await import('proxy-chain')

  const upstreamOf = (hostname: string, isHttp: boolean): string | undefined => {
    const upstream = upstreamFor(hostname, isHttp, env)
    if (!upstream) return undefined
    const { hostname: name, port } = new URL(upstream)
    const isSelf = Number(port) === self().port && isLoopback(plainName(name))
    return isSelf ? undefined : upstream
  }

  /** Where proxy-chain leads a tunnel, or a plain request to somebody else. */
  const lead = ({ hostname, isHttp, request }: PrepareRequestFunctionOpts): PrepareRequestFunctionResult => {
    const decision = decideHost(hostname, policy)
    if (decision === 'answer') return { customConnectServer: tunnel as HttpServer }
    if (decision === 'pass') {
      const upstream = upstreamOf(hostname, isHttp)
      return upstream ? { upstreamProxyUrl: upstream } : {}
    }
    onRefused(plainName(hostname), decision.refused)
    if (isBrowser(request)) return { customConnectServer: refusals as HttpServer }
    throw new RequestError(`epay-sandbox: ${decision.refused}\n`, refusedStatus)
  }

  const { server } = new ForwardProxy({ authRealm: 'epay-sandbox', prepareRequestFunction: lead })
  const chained = server.listeners('request') as ((...exchange: [IncomingMessage, ServerResponse]) => void)[]
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const host = hostOf(request)
    const decision = decideHost(host, policy)
    if (decision === 'answer') return answer(request, response, plainName(host))
    if (decision !== 'pass') {
      onRefused(plainName(host), decision.refused)
      return void response.writeHead(refusedStatus, plainText).end(`epay-sandbox: ${decision.refused}\n`)
    }
    if (/^https:/i.test(request.url ?? ''))
      return void forwardHttps(request, response, upstreamOf(host, false))
    for (const listener of chained) listener(request, response)
  })
  return server as HttpServer
}
