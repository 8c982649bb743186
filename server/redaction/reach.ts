import { isBankHost } from '../../contracts/bank-host.ts'
import { ConfigError } from '../errors.ts'
import { type Guard, hostOf, openGuard } from './guard.ts'

/** Whom certify may speak to: what is near, and hosts whose owner said so; never the bank. */
export interface Reach {
  /** Hosts of `--i-own`. */
  own: string[]
}

const tooFar = (host: string, address: string) =>
  new ConfigError(
    `certify speaks to loopback and private addresses only; ${host} is ${address === host ? 'far' : address}: ` +
      `add --i-own ${host} if it is yours`,
  )

export const guardOf = ({ own }: Reach): Guard => {
  try {
    return openGuard({ allow: own, refusal: tooFar })
  } catch (error) {
    throw new ConfigError(`--i-own has ${(error as Error).message}`)
  }
}

/** Throws ConfigError for an address of the bank: whoever sends forged or broken messages never sends them there. */
export const refuseBank = (who: string, url: string): void => {
  const host = hostOf(url)
  if (!isBankHost(host)) return
  throw new ConfigError(`${host} is the bank's: ${who} sends postlinks that no bank made, never there`)
}

/** Throws ConfigError before anything is sent: for the bank always, for an address that is not near and not owned. */
export const checkReach = (reach: Reach, url: string): void => {
  if (!URL.canParse(url)) throw new ConfigError(`"${url}" is not a whole URL`)
  refuseBank('certify', url)
  guardOf(reach).check(hostOf(url))
}
