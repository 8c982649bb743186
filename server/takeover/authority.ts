import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../../contracts/time.ts'
import { type Certified, leafLifetimeMs, newAuthority } from './certificate.ts'
import { putWholeFolder } from './whole-folder.ts'

export interface Authority extends Certified {
  /** Where the certificate lies: what a user trusts. */
  file: string
}

const names = { certificate: 'ca.pem', key: 'ca-key.pem' }
const ownerOnly = 0o600
const ownerOnlyFolder = 0o700

// RFC 5280 §4.2.1.12; one that may be used for more is of an older version.
const serverAuth = '1.3.6.1.5.5.7.3.1'

/** Good for every name for as long as a certificate it signs now. */
const isGood = ({ certificate }: Certified, hosts: string[], now: Instant): boolean => {
  const parsed = new X509Certificate(certificate)
  const names = parsed.raw.toString('latin1')
  const isForServers = parsed.keyUsage?.join() === serverAuth
  return (
    isForServers &&
    hosts.every((host) => names.includes(host)) &&
    now + leafLifetimeMs < Date.parse(parsed.validTo)
  )
}

const readKept = async (folder: string): Promise<Authority | undefined> => {
  const file = join(folder, names.certificate)
  try {
    const [certificate, key] = await Promise.all([
      readFile(file, 'utf8'),
      readFile(join(folder, names.key), 'utf8'),
    ])
    return { file, certificate, key }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const keep = (folder: string, { certificate, key }: Certified): Promise<void> =>
  putWholeFolder(folder, ownerOnlyFolder, [
    { name: names.key, content: key, mode: ownerOnly },
    { name: names.certificate, content: certificate, mode: ownerOnly },
  ])

/**
 * The local CA, made at its first use, and anew when the bank has got a name it may not sign for. Production names
 * have an authority of their own, so that anyone who trusts the ordinary one trusts nothing about them.
 */
export const openAuthority = async (
  dataDir: string,
  { hosts, production, now }: { hosts: string[]; production: boolean; now: Instant },
): Promise<Authority> => {
  const folder = join(dataDir, production ? 'ca-production' : 'ca')
  const kept = await readKept(folder)
  if (kept && isGood(kept, hosts, now)) return kept
  await rm(folder, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true })
  await keep(folder, await newAuthority(hosts, now))
  const made = await readKept(folder)
  if (!made) throw new Error(`${folder} holds no ${names.certificate} with its ${names.key}: remove it`)
  return made
}
