import { createHash } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'

/**
 * A file for programs that trust one file and nothing else (SSL_CERT_FILE, CURL_CA_BUNDLE): the roots Node brings,
 * those of this system and of NODE_EXTRA_CA_CERTS, and ours. Named after its content: the environments of two runs
 * may differ.
 */
export const writeBundle = async (dataDir: string, authority: string): Promise<string> => {
  const roots = new Set([
    ...getCACertificates('bundled'),
    ...getCACertificates('system'),
    ...getCACertificates('extra'),
    authority,
  ])
  const text = [...roots].map((pem) => `${pem.trim()}\n`).join('')
  const file = join(dataDir, `bundle-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.pem`)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, text)
  await rename(draft, file)
  return file
}
