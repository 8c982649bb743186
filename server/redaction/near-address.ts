import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Where a merchant under development lives; link-local addresses are not near at all. */
const nearRanges = new Set(['loopback', 'private', 'uniqueLocal'])

/**
 * Machines in a cloud get their credentials here, at addresses that are otherwise private; most are at 169.254.169.254,
 * which is link-local. Amazon: docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html and
 * docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html; Google:
 * cloud.google.com/compute/docs/metadata/querying-metadata; Oracle:
 * docs.oracle.com/en-us/iaas/Content/Compute/Tasks/gettingmetadata.htm; Scaleway:
 * github.com/canonical/cloud-init, cloudinit/sources/DataSourceScaleway.py.
 */
const metadata = ['fd00:ec2::/32', 'fd20:ce::/32', 'fd00:c1::/32', 'fd00:42::42/128'].map((net) =>
  ipaddr.IPv6.parseCIDR(net),
)

/** Loopback and private addresses. ::ffff:10.0.0.1 is 10.0.0.1; a zone (`%eth0`) changes nothing. */
export const isNear = (address: string): boolean => {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.process(address)
  if (!nearRanges.has(parsed.range())) return false
  return parsed.kind() === 'ipv4' || !metadata.some((net) => parsed.match(net))
}
