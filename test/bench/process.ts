import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Megabytes of memory that a process holds, in the words of `ps`, which every Unix has. */
export const residentMb = (pid: number): number =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024)

const tickMs = 10

// proc_pid_stat(5): the name in brackets may hold spaces, so fields are counted from behind it.
const statOf = (pid: number) => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [parent = 0, own = 0, reaped = 0] = [1, 11, 13].map((at) =>
    at === 1 ? fields[at] : ((fields[at] ?? 0) + (fields[at + 1] ?? 0)) * tickMs,
  )
  return { parent, own, reaped }
}

/** Milliseconds that a process has computed, however many others it shares the processor with; Linux alone tells. */
export const computedMs = (pid: number): number =>
  process.platform === 'linux' ? statOf(pid).own : Number.NaN

/** The same of a process and all that it has started, ended or not. */
export const familyComputedMs = (pid: number): number => {
  if (process.platform !== 'linux') return Number.NaN
  const { own, reaped } = statOf(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statIfAlive(Number(name)))
    .filter(({ parent }) => parent === pid)
  return own + reaped + children.reduce((sum, child) => sum + child.own, 0)
}

const statIfAlive = (pid: number) => {
  try {
    return [statOf(pid)]
  } catch {
    return [] // it ended between the two looks
  }
}
