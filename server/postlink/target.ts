import { BlockList, isIP } from 'node:net'

const near = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  near.addSubnet(net, prefix)
}
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')
near.addSubnet('fe80::', 10, 'ipv6')

/** Loopback, private and link-local addresses: where a merchant under development lives. */
export const isNear = (address: string): boolean => {
  const family = isIP(address)
  if (family === 0) return false
  // ::ffff:10.0.0.1 is 10.0.0.1 in other clothes.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isNear(mapped)
  return near.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
