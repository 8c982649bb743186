import { isIP } from 'node:net'
import { promisify } from 'node:util'
import { isBankHost } from '../../contracts/bank-host.ts'
import { ConfigError } from '../errors.ts'
import { type Guard, hostOf, openGuard } from './guard.ts'

/** Whom a command may speak to: what is near, and hosts whose owner said so; never the bank. */
export interface Reach {
  /** Which command it is. */
  who: string
  /** Hosts of `--i-own`. */
  own: string[]
}

const tooFar = (who: string) => (host: string, address: string) =>
  new ConfigError(
    `${who} speaks to loopback and private addresses only; ${host} is ${address === host ? 'far' : address}: ` +
      `add --i-own ${host} if it is yours`,
  )

export const guardOf = ({ who, own }: Reach): Guard => {
  try {
    return openGuard({ allow: own, refusal: tooFar(who) })
  } catch (error) {
    throw new ConfigError(`--i-own has ${(error as Error).message}`)
  }
}

/** What must not go to the bank, by who sends it. */
const sent: Record<string, string> = {
  certify: 'postlinks that no bank made',
  verify: 'postlinks that no bank made',
  publish: 'reports and the control token',
}

export const refuseBank = (who: string, url: string): void => {
  const host = hostOf(url)
  if (isBankHost(host))
    throw new ConfigError(
      `${host} is the bank's: ${who} sends ${sent[who] ?? 'messages of its own'}, never there`,
    )
}

/** Throws ConfigError before anything is sent: for the bank always, for an address that is not near and not owned. */
export const checkReach = (reach: Reach, url: string): void => {
  if (!URL.canParse(url)) throw new ConfigError(`"${url}" is not a whole URL`)
  refuseBank(reach.who, url)
  guardOf(reach).check(hostOf(url))
}

/** The same for a client whose connections cannot be looked into: the name is looked up here, once, before. */
export const checkReachByName = async (reach: Reach, url: string): Promise<void> => {
  checkReach(reach, url)
  const host = hostOf(url)
  if (isIP(host) !== 0) return
  await promisify(guardOf(reach).lookup)(host, {}).catch((error: Error) => {
    // Anyone who connects says better that a name is not known.
    if (error instanceof ConfigError) throw error
  })
}
