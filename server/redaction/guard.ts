import { lookup as resolve } from 'node:dns'
import { isIP } from 'node:net'
import { openAllowList } from './allow-list.ts'
import { isNear } from './near-address.ts'

/** Whom this process may send to: what is near, and the hosts somebody allowed by name. */
export interface Guard {
  /** Throws the refusal: an address that stands in a URL is never looked up, so it is checked here. */
  check(host: string): void
  /** For `connect`: checks the address a connection will really use, since a name may resolve to anything. */
  lookup: typeof resolve
}

export interface GuardParts {
  /** Hosts, addresses and networks that may be far. */
  allow: Iterable<string>
  /** What is thrown for a host at an address that is not near. */
  refusal(host: string, address: string): Error
}

type Found = { address: string; family: number }[]

/** RFC 6761 §6.3: these names are loopback, whatever a resolver makes of them; many find none of them. */
const isLocalhost = (host: string) => host === 'localhost' || host.endsWith('.localhost')
const loopback: Found = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

const find = (host: string, options: object, done: (error: Error | null, found: Found) => void) =>
  isLocalhost(host) ? done(null, loopback) : resolve(host, { ...options, all: true }, done)

/** The one guard against requests forged through names and addresses (SSRF). */
export const openGuard = ({ allow, refusal }: GuardParts): Guard => {
  const allowed = openAllowList([...allow])
  const isFar = (address: string) => !isNear(address) && !allowed.hasAddress(address)
  const lookup = (
    host: string,
    options: object,
    done: (error: Error | null, ...found: unknown[]) => void,
  ) => {
    find(host, options, (error, found) => {
      if (error) return done(error)
      const far = allowed.hasName(host) ? undefined : found.find(({ address }) => isFar(address))
      if (far) return done(refusal(host, far.address))
      if ((options as { all?: boolean }).all) return done(null, found)
      return done(null, found[0]?.address, found[0]?.family)
    })
  }
  return {
    check(host) {
      if (isIP(host) && isFar(host)) throw refusal(host, host)
    },
    lookup: lookup as typeof resolve,
  }
}

/** The host of a URL, without the brackets of an IPv6 address. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase()
