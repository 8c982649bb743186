import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { plain } from '../plain.ts'
import { keepWritten, type Written } from './written.ts'

const cli = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))

interface Surroundings {
  env?: Record<string, string>
  /** A folder without configuration files unless a test says otherwise. */
  cwd?: string
  /** What is started; a sandbox when left out. */
  command?: string
  /** No file may grow beyond it: a write that would is refused, as on a full disk. */
  maxFileBytes?: number
}

/** What tap and other tests have put into the environment is nothing a user has. */
const isOurs = (name: string) => /^(EPAY_|TAP|NODE_OPTIONS$)/.test(name)

/** Where a source is another one (mutate/hook.ts), it is so in the processes too. */
const mutant = (): Record<string, string> => {
  const { EPAY_MUTANT, NODE_OPTIONS = '' } = process.env
  return EPAY_MUTANT === undefined ? {} : { EPAY_MUTANT, NODE_OPTIONS }
}

export const launch = (
  args: string[],
  { env: given = {}, cwd = tmpdir(), maxFileBytes }: Surroundings,
): ChildProcess => {
  const own = Object.entries(process.env).filter(([name]) => !isOurs(name))
  const env = maxFileBytes ? given : { ...mutant(), ...given }
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', cli, ...args]
  const [program = '', ...rest] = env.NODE_OPTIONS ? command : plain(command, { maxFileBytes })
  return spawn(program, rest, {
    cwd,
    // Wide enough for whole lines; what a narrow terminal shows has a test of its own.
    env: { ...Object.fromEntries(own), COLUMNS: '250', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export const endOf = async (child: ChildProcess) => {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return { code, signal }
}

/** Runs one command to its end, in a process of its own. */
export const runApart = async (args: string[], surroundings: Surroundings = {}) => {
  const child = launch(args, surroundings)
  const [end, stdout, stderr] = await Promise.all([
    endOf(child),
    text(child.stdout as NodeJS.ReadableStream as never),
    text(child.stderr as NodeJS.ReadableStream as never),
  ])
  return { ...end, stdout, stderr }
}

/** Serves until it is stopped. A start whose end is waited for is one that is refused: it leaves nothing open. */
const needsAProcess = 'record'

let before: Promise<unknown> = Promise.resolve()

/** What a process that a command starts inherits, as from a command of its own. */
const plainArgv = ['--disable-warning=ExperimentalWarning']

const here = async (args: string[], { env = {}, cwd = tmpdir() }: Surroundings) => {
  const { main } = await import('../../server/cli/program.ts')
  const folder = process.cwd()
  const environment = { ...process.env }
  const { exitCode, execArgv, argv } = process
  const written: Written = { stdout: '', stderr: '', open: [] }
  for (const name of Object.keys(process.env)) if (isOurs(name)) delete process.env[name]
  // As in launch().
  Object.assign(process.env, { COLUMNS: '250' }, env)
  process.chdir(cwd)
  process.exitCode = undefined
  process.execArgv = plainArgv
  process.argv = [process.execPath, cli, ...args]
  try {
    await keepWritten(written, () => main(args))
    const { stdout, stderr } = written
    return { code: Number(process.exitCode ?? 0), signal: null, stdout, stderr }
  } finally {
    Object.assign(process, { exitCode, execArgv, argv })
    process.chdir(folder)
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
  }
}

/**
 * Runs one command to its end. In this process where that is the same to the command: a process costs a second. One
 * after the other, because a process has one folder and one exit code.
 */
export const run = async (
  args: string[],
  surroundings: Surroundings = {},
): Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }> => {
  const { env, maxFileBytes } = surroundings
  if (args[0] === needsAProcess || maxFileBytes || env?.NODE_OPTIONS) return runApart(args, surroundings)
  const mine = before.then(() => here(args, surroundings))
  before = mine.catch(() => {})
  return mine
}

/** Starts a sandbox in a process of its own and waits until it says that it is ready. */
export const startProcess = async (
  t: { teardown(run: () => unknown): void },
  args: string[],
  surroundings: Surroundings = {},
) => {
  const child = launch([surroundings.command ?? 'start', ...args], surroundings)
  const ended = endOf(child)
  // After the last of what it wrote has come.
  const closed = once(child, 'close').then(([code]) => code as number | null)
  const stdout: string[] = []
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const first = new Promise<string>((resolve) =>
    lines.on('line', (line) => {
      stdout.push(line)
      resolve(line)
    }),
  )
  const readyLine = await Promise.race([first, ended.then(() => undefined)])
  if (readyLine === undefined) throw new Error(`the sandbox did not start: ${stderr}`)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return { ...(await ended), stderr }
  }
  t.teardown(() => stop('SIGKILL'))
  const url = /http:\/\/[\w.:[\]]+/.exec(readyLine)?.[0] ?? ''
  return { url, pid: child.pid as number, readyLine, stdout, stop, closed, stderr: () => stderr }
}
