import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

type Parents = Map<number, number>

/** `pid (name) state ppid …`: a name may hold anything, brackets too. */
const parentIn = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])

const fromProc = async (): Promise<Parents> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const pairs = pids.map(async (pid): Promise<[number, number][]> => {
    // One that has ended meanwhile has no descendants.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    return stat === '' ? [] : [[Number(pid), parentIn(stat)]]
  })
  return new Map((await Promise.all(pairs)).flat())
}

const fromPs = async (): Promise<Parents> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
  )
}

const parents = (): Promise<Parents> => {
  if (process.platform === 'win32') return Promise.resolve(new Map())
  return (process.platform === 'linux' ? fromProc() : fromPs()).catch(() => new Map())
}

/** Everything a process has started, and what that has started; nothing where a system does not tell. */
export const descendantsOf = async (pid: number): Promise<number[]> => {
  const known = await parents()
  const below = (parent: number): number[] => {
    const children = [...known].filter(([, its]) => its === parent).map(([child]) => child)
    return [...children, ...children.flatMap(below)]
  }
  return below(pid)
}

/** Signal 0 asks whether it is there. */
const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

const termTimeoutMs = 2_000
const stepMs = 50

/** Asks them to end, and ends those that do not. */
export const endAll = async (pids: number[]): Promise<void> => {
  const left = pids.filter((pid) => signal(pid, 'SIGTERM'))
  for (let waited = 0; waited < termTimeoutMs && left.some((pid) => signal(pid, 0)); waited += stepMs)
    await sleep(stepMs)
  for (const pid of left) signal(pid, 'SIGKILL')
}
