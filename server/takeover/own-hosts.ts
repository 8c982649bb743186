import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bankHosts } from '../../contracts/bank-host.ts'
import { writeWhole } from '../files/whole-file.ts'
import type { Takeover } from './takeover.ts'

/** An address of this machine that nobody else listens on: one for each port a takeover may have. */
const addressFor = ({ port }: Takeover) => `127.112.${port >> 8}.${port & 255}`

export interface OwnHosts {
  /** What stands before a command to give it a hosts file of its own. */
  before: string[]
  close(): Promise<void>
}

const names = bankHosts.map(({ name }) => name)

/** The machine's own hosts, with every name of the bank led to us; those the sandbox does not answer, it refuses. */
export const hostsText = (present: string, address: string): string => {
  const kept = present
    .split('\n')
    .filter((line) => !names.some((name) => line.split(/\s+/).slice(1).includes(name)))
  return `${kept.join('\n').trimEnd()}\n${names.map((name) => `${address} ${name}\n`).join('')}`
}

const bind = 'mount --bind "$0" /etc/hosts && exec "$@"'

/** As root; as anybody who may have a namespace of his own, who is himself again before the command runs. */
const waysOf = (file: string): string[][] => {
  const { uid, gid } = userInfo()
  if (uid === 0) return [['unshare', '--mount', 'sh', '-c', bind, file]]
  const self = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`]
  return [['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', bind, file, ...self]]
}

const probe = (address: string) =>
  `require('dns').lookup('${names[0]}', (e, found) => process.exit(found === '${address}' ? 0 : 1))`

const works = async ([program = '', ...rest]: string[], address: string): Promise<boolean> => {
  const env = { ...process.env, NODE_OPTIONS: '' }
  return promisify(execFile)(program, [...rest, process.execPath, '-e', probe(address)], { env }).then(
    () => true,
    () => false,
  )
}

const webPorts = [443, 80]

/**
 * A mount of the hosts file that the command alone sees, and its ports 443 and 80 answered by the takeover: then no
 * HTTP client, whatever it ignores, reaches the bank. Linux only, as root or with user namespaces; a text says why not.
 */
export const openOwnHosts = async (takeover: Takeover): Promise<OwnHosts | string> => {
  if (process.platform !== 'linux') return 'only Linux can give a command hosts of its own'
  const address = addressFor(takeover)
  const refused = await takeover.listenAlso(address, webPorts)
  if (refused) return refused
  const folder = await mkdtemp(join(tmpdir(), 'epay-sandbox-hosts-'))
  const close = () => rm(folder, { recursive: true, force: true })
  const file = join(folder, 'hosts')
  await writeWhole(file, hostsText(await readFile('/etc/hosts', 'utf8'), address))
  for (const before of waysOf(file)) if (await works(before, address)) return { before, close }
  await close()
  return 'this system gives no mount of its own (needs root, or user namespaces, and the program unshare)'
}
