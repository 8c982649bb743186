import { lookup as resolve } from 'node:dns'
import { isIP } from 'node:net'
import { ConfigError } from '../errors.ts'
import { isNear } from './near-address.ts'

/** Whom certify may speak to: what is near, and hosts whose owner said so; never the bank. */
export interface Reach {
  /** Hosts of `--i-own`. */
  own: string[]
}

// Every host of contracts/bank-host.ts, and whatever else stands under these names.
const bankHosts = /(^|\.)(homebank\.kz|epayment\.kz|halykbank\.kz)\.?$/i

const hostOf = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase()

const tooFar = (host: string, address = host) =>
  new ConfigError(
    `certify speaks to loopback and private addresses only; ${host} is ${address === host ? 'far' : address}: ` +
      `add --i-own ${host} if it is yours`,
  )

/** Throws ConfigError before anything is sent: for the bank always, for an address that is not near and not owned. */
export const checkReach = ({ own }: Reach, url: string): void => {
  if (!URL.canParse(url)) throw new ConfigError(`"${url}" is not a whole URL`)
  const host = hostOf(url)
  if (bankHosts.test(host)) {
    throw new ConfigError(`${host} is the bank's: certify sends forged and broken postlinks, never there`)
  }
  if (isIP(host) && !isNear(host) && !own.includes(host)) throw tooFar(host)
}

/** Checks the address a connection will really use: a name may resolve to anything. */
export const nearLookup = ({ own }: Reach): typeof resolve =>
  ((host: string, options: object, done: (error: Error | null, ...found: unknown[]) => void) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error)
      const far = own.includes(host) ? undefined : addresses.find(({ address }) => !isNear(address))
      if (far) return done(tooFar(host, far.address))
      if ((options as { all?: boolean }).all) return done(null, addresses)
      return done(null, addresses[0]?.address, addresses[0]?.family)
    })
  }) as typeof resolve
