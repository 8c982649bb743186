import { readdirSync, readFileSync } from 'node:fs'

/**
 * Seconds of a processor, user and system, that this process has used with all it started: those that ended, and those
 * that still run. Where there is no /proc, its own alone. Unlike a clock it says the same on a busy machine.
 */
export const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + started() / ticksASecond
}

const ticksASecond = 100

/** One row of /proc/<pid>/stat: its parent, its own time and that of the children it waited for (proc(5)). */
const rowOf = (pid: string) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in brackets, with any letters in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number)
    return { pid, parent: fields[1] ?? '', own: user + system, ended: endedUser + endedSystem }
  } catch {
    return undefined
  }
}

const pids = () => {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

const started = (): number => {
  const rows = pids()
    .map(rowOf)
    .filter((row) => row !== undefined)
  const below = (parent: string): number =>
    rows
      .filter((row) => row.parent === parent)
      .reduce((sum, row) => sum + row.own + row.ended + below(row.pid), 0)
  const self = rows.find((row) => row.pid === String(process.pid))
  return (self?.ended ?? 0) + below(String(process.pid))
}
