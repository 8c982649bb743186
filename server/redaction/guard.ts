import { lookup as resolve } from 'node:dns'
import { isIP } from 'node:net'
import { isNear } from './near-address.ts'

/** Whom this process may send to: what is near, and the hosts somebody allowed by name. */
export interface Guard {
  /** Throws the refusal: an address that stands in a URL is never looked up, so it is checked here. */
  check(host: string): void
  /** For `connect`: checks the address a connection will really use, since a name may resolve to anything. */
  lookup: typeof resolve
}

export interface GuardParts {
  /** Host names and addresses that may be far. */
  allow: Iterable<string>
  /** What is thrown for a host at an address that is not near. */
  refusal(host: string, address: string): Error
}

/** The one guard against requests forged through names and addresses (SSRF). */
export const openGuard = ({ allow, refusal }: GuardParts): Guard => {
  const allowed = new Set([...allow].map((host) => host.toLowerCase()))
  const lookup = (
    host: string,
    options: object,
    done: (error: Error | null, ...found: unknown[]) => void,
  ) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error)
      const far = allowed.has(host) ? undefined : addresses.find(({ address }) => !isNear(address))
      if (far) return done(refusal(host, far.address))
      if ((options as { all?: boolean }).all) return done(null, addresses)
      return done(null, addresses[0]?.address, addresses[0]?.family)
    })
  }
  return {
    check(host) {
      if (isIP(host) && !isNear(host) && !allowed.has(host)) throw refusal(host, host)
    },
    lookup: lookup as typeof resolve,
  }
}

/** The host of a URL, without the brackets of an IPv6 address. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase()
