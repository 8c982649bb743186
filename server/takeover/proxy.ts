import type { Server as HttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import type { PrepareRequestFunctionOpts, PrepareRequestFunctionResult } from 'proxy-chain'
import { fateOf, isLoopback, type PolicyParts, plainName } from './policy.ts'
import { upstreamFor } from './upstream.ts'

export interface ProxyParts {
  policy: PolicyParts
  /** Takes tunnels to the bank's names. */
  tunnel: Server
  sandboxUrl: string
  env: NodeJS.ProcessEnv
  /** Where the proxy itself listens: never its own upstream. */
  self(): AddressInfo
  onTold?(text: string): void
}

const refusedStatus = 403

/** The forward proxy, without a port of its own: tunnels and plain requests, each led where its host's fate says. */
export const openProxy = async (parts: ProxyParts): Promise<HttpServer> => {
  const { policy, tunnel, sandboxUrl, env, self, onTold } = parts
  const { RequestError, Server: ForwardProxy } = await import('proxy-chain')
  const pass = (hostname: string, isHttp: boolean): PrepareRequestFunctionResult => {
    const upstream = upstreamFor(hostname, isHttp, env)
    if (!upstream) return {}
    const { hostname: name, port } = new URL(upstream)
    const isSelf = Number(port) === self().port && isLoopback(plainName(name))
    return isSelf ? {} : { upstreamProxyUrl: upstream }
  }
  const lead = ({ hostname, isHttp }: PrepareRequestFunctionOpts): PrepareRequestFunctionResult => {
    const fate = fateOf(hostname, policy)
    if (fate === 'pass') return pass(hostname, isHttp)
    if (fate !== 'answer') {
      onTold?.(`refused: ${fate.refused}`)
      throw new RequestError(`epay-sandbox: ${fate.refused}\n`, refusedStatus)
    }
    // The sandbox reads a proxy's whole URL too, and the Host stays as it was.
    if (isHttp) return { upstreamProxyUrl: sandboxUrl }
    return { customConnectServer: tunnel as HttpServer }
  }
  const proxy = new ForwardProxy({ authRealm: 'epay-sandbox', prepareRequestFunction: lead })
  return proxy.server as HttpServer
}
