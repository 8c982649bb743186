import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { getCACertificates } from 'node:tls'
import type { Agent } from 'undici'
import { type Guard, openGuard } from '../../redaction/guard.ts'
import { isNear } from '../../redaction/near-address.ts'

export interface ConnectionParts {
  guard: Guard
  timeoutMs: number
  /** PEM: whom merchants' certificates may be signed by, beside the usual. */
  ca?: string
  /** Certificates of loopback and private targets are not checked. */
  insecureNear?: boolean
}

// What a name was checked to be, it must still be when it is connected to.
const nearOnly = openGuard({
  allow: [],
  refusal: (host, address) => new Error(`${host} is ${address} now, which is not near`),
})

/** Connections to merchants: guarded, one clock for each attempt elsewhere, trust as it was asked for. */
export const openConnections = async ({
  guard,
  timeoutMs,
  ca,
  insecureNear,
}: ConnectionParts): Promise<Agent> => {
  const { Agent, buildConnector } = await import('undici')
  const roots = ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }
  const strict = buildConnector({ lookup: guard.lookup, timeout: timeoutMs, ...roots })
  const waiting = { headersTimeout: 0, bodyTimeout: 0 }
  if (!insecureNear) return new Agent({ ...waiting, connect: strict })

  const lenient = buildConnector({ lookup: nearOnly.lookup, timeout: timeoutMs, rejectUnauthorized: false })
  const connect: typeof strict = (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host)) return (isNear(host) ? lenient : strict)(target, done)
    guard.lookup(host, { all: true }, (error, found) => {
      const addresses = found as LookupAddress[]
      const areNear = !error && addresses.every(({ address }) => isNear(address))
      return (areNear ? lenient : strict)(target, done)
    })
  }
  return new Agent({ ...waiting, connect })
}
