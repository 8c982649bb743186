import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../../contracts/time.ts'
import { type Certified, leafLifetimeMs, newAuthority } from './certificate.ts'

export interface Authority extends Certified {
  /** Where the certificate lies: what a user trusts. */
  file: string
}

const names = { certificate: 'ca.pem', key: 'ca-key.pem' }
const ownerOnly = 0o600

/** Good for every name for as long as a certificate it signs now. */
const isGood = ({ certificate }: Certified, hosts: string[], now: Instant): boolean => {
  const parsed = new X509Certificate(certificate)
  const names = parsed.raw.toString('latin1')
  return hosts.every((host) => names.includes(host)) && now + leafLifetimeMs < Date.parse(parsed.validTo)
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

/** Two sandboxes may start at once: a folder gets its name whole, and the second to finish takes the first one's. */
const keep = async (folder: string, { certificate, key }: Certified): Promise<void> => {
  const stage = await mkdtemp(`${folder}-`)
  await writeFile(join(stage, names.key), key, { mode: ownerOnly })
  await writeFile(join(stage, names.certificate), certificate)
  await rename(stage, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(stage, { recursive: true })
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) throw error
  })
}

/**
 * The local CA, made at its first use, and anew when the bank has got a name it may not sign for. Production names
 * have an authority of their own, so that whoever trusts the ordinary one trusts nothing about them.
 */
export const openAuthority = async (
  dataDir: string,
  { hosts, production, now }: { hosts: string[]; production: boolean; now: Instant },
): Promise<Authority> => {
  const folder = join(dataDir, production ? 'ca-production' : 'ca')
  const kept = await readKept(folder)
  if (kept && isGood(kept, hosts, now)) return kept
  await rm(folder, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await keep(folder, await newAuthority(hosts, now))
  const made = await readKept(folder)
  if (!made) throw new Error(`${folder} holds no ${names.certificate} with its ${names.key}: remove it`)
  return made
}
