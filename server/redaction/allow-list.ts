import { BlockList, isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** Hosts, addresses and networks, as a developer writes them. */
export interface AllowList {
  /** A host name, or an address written in its place. */
  hasName(host: string): boolean
  hasAddress(address: string): boolean
}

type Family = 'ipv4' | 'ipv6'
type Entry =
  | { kind: 'any' }
  | { kind: 'name'; name: string }
  | { kind: 'below'; name: string }
  | { kind: 'network'; address: string; bits: number; family: Family }

export const expectedEntry =
  'a host (shop.example, *.shop.example), an address (203.0.113.7), a network (203.0.113.0/24), or * for all'

const bitsOf = { ipv4: 32, ipv6: 128 } as const
const familyOf = (address: string): Family => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `10.0.*` and `10.0.*.*` are 10.0.0.0/16. */
const wildcards = (text: string): string => {
  const [, start = '', stars = ''] = /^((?:\d{1,3}\.){1,3})(\*(?:\.\*){0,2})$/.exec(text) ?? []
  if (start === '') return text
  const known = start.split('.').length - 1
  return stars.split('.').length + known > 4
    ? text
    : `${start}${Array(4 - known)
        .fill('0')
        .join('.')}/${known * 8}`
}

const network = (text: string): Entry | undefined => {
  const [address = '', bits, ...more] = text.replace(/^\[(.*)\](\/\d+)?$/, '$1$2').split('/')
  if (isIP(address) === 0 || more.length > 0) return undefined
  const family = familyOf(address)
  const most = bitsOf[family]
  if (bits === undefined) return { kind: 'network', address, bits: most, family }
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most
    ? { kind: 'network', address, bits: Number(bits), family }
    : undefined
}

/** Without what a URL has around its host: scheme, user, port, path. */
const hostPart = (text: string): string =>
  text
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^(\[[^\]]*\]|[^/:]*)(?::\d{1,5})?(?:[/?#].*)?$/, '$1')

const label = /^(?!-)[a-z\d_-]{1,63}(?<!-)$/

const isName = (name: string) =>
  name.length < 254 && name.split('.').every((part) => label.test(part)) && !/(^|\.)\d+$/.test(name)

const named = (text: string): Entry | undefined => {
  const below = /^\*?\./.test(text)
  const name = domainToASCII(text.replace(/^\*?\./, '').replace(/\.$/, ''))
  if (!isName(name)) return undefined
  return { kind: below ? 'below' : 'name', name }
}

/** Undefined: it is none of these. */
export const readEntry = (text: string): Entry | undefined => {
  if (text === '*') return { kind: 'any' }
  const written = wildcards(text)
  // An address with something behind its slash is a network or a mistake.
  const isAddressed = isIP(written.split('/')[0] ?? '') !== 0
  if (isAddressed) return network(written)
  return network(written) ?? network(hostPart(written)) ?? named(hostPart(written))
}

/** Throws an Error that names the entry that cannot be used. */
export const openAllowList = (written: readonly string[]): AllowList => {
  const networks = new BlockList()
  const names = new Set<string>()
  const above = new Set<string>()
  let any = false
  for (const text of written) {
    const entry = readEntry(text)
    if (!entry) throw new Error(`${JSON.stringify(text)}, expected ${expectedEntry}`)
    if (entry.kind === 'any') any = true
    else if (entry.kind === 'network') networks.addSubnet(entry.address, entry.bits, entry.family)
    else (entry.kind === 'name' ? names : above).add(entry.name)
  }
  const hasAddress = (address: string) => any || networks.check(address, familyOf(address))
  const isBelow = (name: string) =>
    [...name].some((letter, i) => letter === '.' && above.has(name.slice(i + 1)))
  return {
    hasName(host) {
      const name = host.toLowerCase().replace(/\.$/, '')
      return isIP(name) ? hasAddress(name) : any || names.has(name) || isBelow(name)
    },
    hasAddress,
  }
}
