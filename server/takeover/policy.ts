import { bankHosts, isBankName } from '../../contracts/bank-host.ts'

export interface PolicyParts {
  /** Production names are answered too. */
  production: boolean
  /** Nothing leaves this machine. */
  isolate: boolean
  /** Others than this machine can reach the proxy: it must lead them neither out nor to our loopback. */
  shared: boolean
}

/** A connection to a host name: the sandbox answers it, it passes through, or it is refused with a reason. */
export type HostDecision = 'answer' | 'pass' | { refused: string }

/** The names a takeover answers for. */
export const takenHosts = (production: boolean): string[] =>
  bankHosts.filter(({ stage }) => production || stage !== 'production').map(({ name }) => name)

/** Lower case, without the dot of the root and the brackets of an IPv6 address. */
export const plainName = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')

export const isLoopback = (name: string): boolean =>
  /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|::1)$/.test(name)

export const decideHost = (host: string, { production, isolate, shared }: PolicyParts): HostDecision => {
  const name = plainName(host)
  if (takenHosts(production).includes(name)) return 'answer'
  if (bankHosts.some((known) => known.name === name)) {
    const fix = 'start with --takeover-production to have the sandbox answer it'
    return {
      refused: `${name} is a production name of the bank, which the sandbox never forwards to: ${fix}`,
    }
  }
  if (isBankName(name)) {
    return { refused: `${name} belongs to the bank and is none the sandbox knows: it is never forwarded to` }
  }
  if (shared) {
    return { refused: `${name} is none of the bank's names, and a proxy others can reach leads nowhere else` }
  }
  if (isLoopback(name)) return 'pass'
  if (isolate)
    return { refused: `${name} is none of the bank's names, and --isolate lets nothing else through` }
  return 'pass'
}
