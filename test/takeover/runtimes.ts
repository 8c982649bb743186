import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** One row for each program of fixtures/connect: what runs it, and whether only hosts of its own lead it here. */
export interface Runtime {
  file: string
  program: string
  args?: string[]
  ownHosts?: true
}

/** A Node of the machine's own, older than ours, as far as there is one. */
export const olderNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find(
    (node) =>
      !node.includes('node_modules') && existsSync(node) && versionOf(node) < versionOf(process.execPath),
  )

function versionOf(node: string): number {
  return Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }))
}

export const runtimes: Runtime[] = [
  { file: 'node-fetch.mjs', program: process.execPath },
  { file: 'node-fetch.mjs', program: olderNode ?? 'no-older-node' },
  { file: 'node-https.mjs', program: process.execPath },
  { file: 'node-https.mjs', program: olderNode ?? 'no-older-node' },
  { file: 'curl.sh', program: 'sh' },
  { file: 'php-curl.php', program: 'php' },
  { file: 'php-streams.php', program: 'php' },
  { file: 'php-bitrix-proxy.php', program: 'php' },
  { file: 'php-socket.php', program: 'php', ownHosts: true },
  { file: 'python-urllib.py', program: 'python3' },
  { file: 'python-socket.py', program: 'python3', ownHosts: true },
  { file: 'Java.java', program: 'java' },
  { file: 'go.go', program: 'go', args: ['run'] },
  { file: 'ruby.rb', program: 'ruby' },
]

// Beside the program itself, what it stands on must be there.
const probes: Record<string, string[]> = {
  sh: ['curl', '--version'],
  php: ['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("openssl") ? 0 : 1);'],
  python3: ['python3', '-c', 'import ssl'],
  go: ['go', 'version'],
}

/** Why a program cannot be run here; nothing when it can. */
export const absent = ({ program }: Runtime): string | undefined => {
  const [probe = '', ...rest] = probes[program] ?? [program, '--version']
  try {
    execFileSync(probe, rest, { stdio: 'ignore' })
    return undefined
  } catch {
    return `${probe} is not here`
  }
}
