import { readFileSync } from 'node:fs'

const parentOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

/** The shell that npm started us in, and npm itself, as far as the system tells. */
const chain = (): string => `${process.ppid} ${parentOf(process.ppid)}`

const lookMs = 500

/**
 * npm hands a signal to the shell it started us in, which dies of it and tells nobody: then nobody is left who could
 * stop us. Calls back when one of the two is gone; never when npm did not start us.
 */
export const whenOrphaned = (env: NodeJS.ProcessEnv, orphaned: () => void): void => {
  if (env.npm_lifecycle_event === undefined) return
  const born = chain()
  const timer = setInterval(() => {
    if (chain() === born) return
    clearInterval(timer)
    orphaned()
  }, lookMs)
  timer.unref()
}
