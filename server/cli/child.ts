import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { StartError } from '../errors.ts'
import { descendantsOf, endAll } from './descendants.ts'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

export interface Ended {
  /** As a shell would tell it: 128 and the signal's number when a signal ended it. */
  code: number
  /** We were told to stop, and told the command. */
  interrupted: boolean
}

/**
 * Runs a command to its end. It never outlives us: a signal to us is a signal to it, a crash of ours ends it. What it
 * has started itself (a test runner's workers, PHP's) is gone after a stop too.
 */
export const runChild = async (
  command: string[],
  env: Record<string, string>,
  broken: Promise<StartError>,
): Promise<Ended> => {
  const [program = '', ...rest] = command
  // Knows what Windows wants: npm is npm.cmd there.
  const { default: spawn } = await import('cross-spawn')
  // Listening first: the command runs before spawn() is back here, and a signal at that moment is for it too.
  const signals = forwardSignals(() => child)
  const child = spawn(program, rest, { stdio: 'inherit', env: { ...process.env, ...env } })
  // The listener only watches: the crash itself goes its usual way.
  const kill = () => void child.kill()
  process.on('uncaughtExceptionMonitor', kill)
  try {
    const code = await Promise.race([codeOf(child, program), broken])
    if (typeof code !== 'number') throw code
    await endAll(await signals.startedByIt())
    return { code, interrupted: signals.got() }
  } catch (error) {
    kill()
    throw error
  } finally {
    process.off('uncaughtExceptionMonitor', kill)
    signals.stop()
  }
}

/** The command is asked for when a signal is handled, which cannot be while it is being started. */
const forwardSignals = (command: () => ChildProcess) => {
  let got = false
  // Asked for before the command has ended: its children are nobody's after that.
  let started: Promise<number[]> = Promise.resolve([])
  const forward = async (signal: NodeJS.Signals) => {
    got = true
    const child = command()
    started = descendantsOf(child.pid ?? 0)
    await started
    // Ctrl-C in a terminal reaches the whole group; a second one means "at once" to many programs.
    const alreadyThere = signal === 'SIGINT' && process.stdin.isTTY
    if (!alreadyThere) child.kill(signal)
  }
  for (const signal of forwarded) process.on(signal, forward)
  return {
    got: () => got,
    startedByIt: () => started,
    stop: () => {
      for (const signal of forwarded) process.off(signal, forward)
    },
  }
}

const codeOf = (child: ChildProcess, program: string): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'no such program' : error.message
      reject(new StartError(`cannot run "${program}": ${why}`))
    })
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)))
  })
