import { createHash } from 'node:crypto'
import { access, chmod, mkdir, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { root } from '../root.ts'
import { trustStore } from './trust-store.ts'
import { type FileParts, putWholeFolder } from './whole-folder.ts'

/**
 * What programs read to trust the sandbox and to be led to it: nothing in it is secret, and anyone who runs the shop (a
 * web server has a user of its own) must be able to read it.
 */
export interface PublicFiles {
  /** The CA's certificate alone. */
  caFile: string
  /** Every root a program needs, and ours: for SSL_CERT_FILE, CURL_CA_BUNDLE. */
  bundleFile: string
  /** The same for Java. */
  trustStore: string
  /** For NODE_OPTIONS. */
  nodePreload: string
  /** Holds an ini for PHP, for PHP_INI_SCAN_DIR. */
  folder: string
}

const readable = 0o644
const enterable = 0o755

const runtime = (name: string) => readFile(join(root, 'server/takeover/runtime', name))

/** Whether others than the owner may come this far. */
const isOpen = async (folder: string): Promise<boolean> => {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  const above = dirname(folder)
  return above === folder || isOpen(above)
}

/** The data folder, where others may come there; else a place where they may, if nobody else could have made it. */
const openPlace = async (dataDir: string): Promise<string> => {
  if (process.platform === 'win32' || (await isOpen(dataDir))) return dataDir
  const { uid } = userInfo()
  const place = join('/var/tmp', `epay-sandbox-${uid}`)
  await mkdir(place, { recursive: true, mode: enterable })
  const found = await stat(place)
  if (found.uid !== uid || (found.mode & 0o022) !== 0)
    throw new Error(`${place} is not this user's alone: remove it, or choose another place with --data-dir`)
  await chmod(place, enterable)
  return place
}

const phpIni = (folder: string) => {
  const php = (name: string, file: string) => `${name} = "${join(folder, file)}"\n`
  return [
    php('curl.cainfo', 'bundle.pem'),
    php('openssl.cafile', 'bundle.pem'),
    php('auto_prepend_file', 'prepend.php'),
  ].join('')
}

const contentOf = async (authority: string): Promise<FileParts[]> => {
  const roots = new Set([
    ...getCACertificates('bundled'),
    ...getCACertificates('system'),
    ...getCACertificates('extra'),
    authority,
  ])
  const files = {
    'bundle.pem': [...roots].map((pem) => `${pem.trim()}\n`).join(''),
    'ca.pem': authority,
    'roots.jks': trustStore([...roots]),
    'preload.cjs': await runtime('preload.cjs'),
    'prepend.php': await runtime('prepend.php'),
  }
  return Object.entries(files).map(([name, content]) => ({ name, content, mode: readable }))
}

/** Writes them, unless they are there. The folder is named after what is in it: the roots of two runs may differ. */
export const writePublicFiles = async (dataDir: string, authority: string): Promise<PublicFiles> => {
  const [place, content] = await Promise.all([openPlace(dataDir), contentOf(authority)])
  const digest = createHash('sha256')
  for (const { content: bytes } of content) digest.update(bytes)
  const folder = join(place, `roots-${digest.digest('hex').slice(0, 12)}`)
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  const ini = { name: 'epay-sandbox.ini', content: phpIni(folder), mode: readable }
  if (!isThere) await putWholeFolder(folder, enterable, [...content, ini])
  return {
    folder,
    caFile: join(folder, 'ca.pem'),
    bundleFile: join(folder, 'bundle.pem'),
    trustStore: join(folder, 'roots.jks'),
    nodePreload: join(folder, 'preload.cjs'),
  }
}
