import { isBankName } from '../../contracts/bank-host.ts'
import { plainName } from './policy.ts'

/** The user's own proxy, if there is one between this machine and the world. */

type Env = Record<string, string | undefined>

const entriesOf = (list = '') =>
  list
    .split(/[\s,]+/)
    .map((entry) => entry.trim())
    .filter(Boolean)

/** `*.example.kz:443` and `.example.kz` are all names below `example.kz`; an IPv6 address keeps its colons. */
const suffixOf = (entry: string) => plainName(entry.replace(/^([^:]+):\d+$/, '$1')).replace(/^\*?\./, '')

const covers = (entry: string, name: string) => {
  const suffix = suffixOf(entry)
  return entry === '*' || name === suffix || name.endsWith(`.${suffix}`)
}

/** What HTTPS_PROXY or HTTP_PROXY says of a host, unless NO_PROXY says otherwise. */
export const upstreamFor = (host: string, isHttp: boolean, env: Env): string | undefined => {
  const proxy = isHttp ? (env.http_proxy ?? env.HTTP_PROXY) : (env.https_proxy ?? env.HTTPS_PROXY)
  if (!proxy) return undefined
  if (entriesOf(env.no_proxy ?? env.NO_PROXY).some((entry) => covers(entry, plainName(host))))
    return undefined
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

const loopback = ['localhost', '127.0.0.1', '::1', '.localhost']

/** What the user wants led past proxies, and loopback, where the sandbox is. */
export const withLoopback = (list: string | undefined): string =>
  [...new Set([...loopback, ...entriesOf(list)])].join(',')

/** Loopback and what the user wants led past proxies, except what would lead the bank's names past ours. */
export const noProxyOf = (list: string | undefined): string => {
  const kept = entriesOf(list).filter((entry) => {
    const suffix = suffixOf(entry)
    return entry !== '*' && !isBankName(`any.${suffix}`) && suffix !== 'kz'
  })
  return [...new Set([...loopback, ...kept])].join(',')
}
