import { spawnSync } from 'node:child_process'

/**
 * `npm audit` of what users install, judged: advisories fail, and so does an answer nobody understands. A registry
 * without the service (some mirrors have none), or out of reach, is passed over in a line that says so.
 */

export interface Audit {
  failed: boolean
  line: string
}

interface Answer {
  error?: { code?: string; summary?: string; detail?: string }
  message?: string
  statusCode?: number
  metadata?: { vulnerabilities?: Record<string, number> }
  vulnerabilities?: Record<string, { name: string; severity: string; range: string }>
}

const parse = (stdout: string): Answer | undefined => {
  try {
    return Object(JSON.parse(stdout)) as Answer
  } catch {
    return undefined
  }
}

/** How registries say that they have none: refused, not found, not allowed, gone, not implemented. */
const hasNoService = ({ error, statusCode = 0 }: Answer): boolean =>
  error?.code === 'ENOAUDIT' || [400, 403, 404, 405, 410, 501].includes(statusCode)

export const judge = ({ stdout, stderr }: { stdout: string; stderr: string }): Audit => {
  const answer = parse(stdout)
  if (!answer)
    return { failed: true, line: `audit: npm answered no JSON: ${(stderr || stdout).slice(0, 300)}` }
  const { metadata, vulnerabilities = {} } = answer
  const total = metadata?.vulnerabilities?.total
  if (total === 0) return { failed: false, line: 'audit: no advisory for any dependency' }
  if (total !== undefined) {
    const found = Object.values(vulnerabilities).map(
      ({ name, severity, range }) => `${name} ${range} (${severity})`,
    )
    return { failed: true, line: `audit: ${total} advisories: ${found.join(', ')}; see npm audit --omit=dev` }
  }
  if (hasNoService(answer))
    return { failed: false, line: 'audit: this registry has no audit service; nothing was audited' }
  const why = (answer.error?.summary || answer.message || stdout).slice(0, 300)
  if (answer.error)
    return { failed: false, line: `audit: the registry gave no answer, nothing was audited: ${why}` }
  return { failed: true, line: `audit: npm could not audit: ${why}` }
}

if (import.meta.main) {
  const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
  const { failed, line } = judge({ stdout, stderr })
  console.log(line)
  process.exitCode = failed ? 1 : 0
}
