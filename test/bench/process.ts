import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Megabytes of memory that a process holds, in the words of `ps`, which every Unix has. */
export const residentMb = (pid: number): number =>
  Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024)

const tickMs = 10

/** Milliseconds that a process has computed, however many others it shares the processor with; Linux alone tells. */
export const computedMs = (pid: number): number => {
  if (process.platform !== 'linux') return Number.NaN
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // proc_pid_stat(5): the name in brackets may hold spaces; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}
