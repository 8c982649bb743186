import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'

const put = async (file: string, text: string) => {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, text)
  await rename(draft, file)
}

/**
 * A file for programs that trust one file and nothing else (SSL_CERT_FILE, CURL_CA_BUNDLE): the roots Node brings,
 * those of this system and of NODE_EXTRA_CA_CERTS, and ours. Beside it an ini that says so to PHP, which looks into
 * every folder of PHP_INI_SCAN_DIR. Named after the content: the environments of two runs may differ.
 */
export const writeRoots = async (dataDir: string, authority: string): Promise<string> => {
  const roots = new Set([
    ...getCACertificates('bundled'),
    ...getCACertificates('system'),
    ...getCACertificates('extra'),
    authority,
  ])
  const text = [...roots].map((pem) => `${pem.trim()}\n`).join('')
  const folder = join(dataDir, `roots-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`)
  const file = join(folder, 'bundle.pem')
  await mkdir(folder, { recursive: true })
  await put(file, text)
  await put(join(folder, 'epay-sandbox.ini'), `curl.cainfo = "${file}"\nopenssl.cafile = "${file}"\n`)
  return file
}
