import { BlockList, isIP } from 'node:net'

const near = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  near.addSubnet(net, prefix)
}
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')
near.addSubnet('fe80::', 10, 'ipv6')

/** Machines in a cloud hand out their credentials here; 169.254.0.0/16, where most do, is not near at all. */
const metadata = new BlockList()
metadata.addAddress('fd00:ec2::254', 'ipv6')
metadata.addAddress('fd20:ce::254', 'ipv6')

/** Loopback and private addresses: where a merchant under development lives. ::ffff:10.0.0.1 is 10.0.0.1. */
export const isNear = (address: string): boolean => {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return near.check(address, family) && !metadata.check(address, family)
}
