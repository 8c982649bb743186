import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Unreachable } from '../errors.ts'

/** The merchant as a process of ours: it may be killed and started again. */
export interface Child {
  start(): Promise<void>
  /** Starts it again if it is not there any more. */
  revive(): Promise<void>
  /** Why it is not running, if it is not. */
  ended(): string | undefined
  /** How often it has been started. */
  starts(): number
  /** What it printed since certify began. */
  printed(): string
  kill(): Promise<void>
}

export interface ChildOptions {
  command: string
  folder: string
  environment: Record<string, string>
  /** The address that answers when it is up. */
  readyUrl: string
}

const startMs = 30_000
const stopMs = 5_000

// Below every system's range of ports given out at random: between looking and the child's listening, nobody who
// asks for "any free port" can be given this one. The process's own number keeps two runs apart.
const firstPort = 20_000
const ports = 12_000
let lookedAt = (process.pid * 37) % ports

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

export const freePort = async (): Promise<number> => {
  for (let tried = 0; tried < ports; tried++) {
    lookedAt = (lookedAt + 1) % ports
    if (await isFree(firstPort + lookedAt)) return firstPort + lookedAt
  }
  throw new Error(`no port from ${firstPort} to ${firstPort + ports - 1} is free`)
}

const isListening = (url: URL): Promise<boolean> =>
  new Promise((resolve) => {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    const socket = connect(port, url.hostname.replace(/^\[|\]$/g, ''))
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const maxPrinted = 1_000_000

/** What a process prints: all of it for the log, its last lines for the day it ends. */
const listenTo = () => {
  let text = ''
  return {
    to(child: ChildProcess) {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (chunk: string) => {
          text = `${text}${chunk}`.slice(-maxPrinted)
        })
      }
    },
    all: () => text,
    lastLines: () => text.slice(-2000).trim().split('\n').slice(-6).join('\n'),
  }
}

export const untilListening = async (
  { command, readyUrl }: Pick<ChildOptions, 'command' | 'readyUrl'>,
  ended: () => string | undefined = () => undefined,
): Promise<void> => {
  const until = performance.now() + startMs
  while (!(await isListening(new URL(readyUrl)))) {
    const why = ended() ?? (performance.now() > until ? `${command}: nothing listens at ${readyUrl}` : '')
    if (why) throw new Unreachable(`your shop did not start: ${why}`)
    await wait(15)
  }
}

/** A shell may be gone before the merchant it started lets go of its port. */
const untilFree = async (readyUrl: string) => {
  const until = performance.now() + stopMs
  while ((await isListening(new URL(readyUrl))) && performance.now() < until) await wait(5)
}

/** The whole group: a shell between us and the merchant must not leave it behind. */
export const killGroup = (pid: number) => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It went by itself in this very moment.
  }
}

export const childOf = ({ command, folder, environment, readyUrl }: ChildOptions): Child => {
  let child: ChildProcess | undefined
  let starts = 0
  let reviving: Promise<void> | undefined
  const words = listenTo()
  const isOver = () => !child || child.exitCode !== null || child.signalCode !== null
  const killMerchant = () => {
    if (child?.pid && !isOver()) killGroup(child.pid)
  }
  const ended = () => {
    if (!isOver()) return undefined
    const how = child?.signalCode ?? `exit code ${child?.exitCode}`
    return `${command}: ended with ${how}${words.lastLines() ? `: ${words.lastLines()}` : ''}`
  }
  const start = async () => {
    process.once('exit', killMerchant)
    child = spawn(command, {
      cwd: folder,
      env: { ...process.env, ...environment },
      shell: true,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    starts++
    words.to(child)
    await untilListening({ command, readyUrl }, ended)
  }
  const kill = async () => {
    process.off('exit', killMerchant)
    if (!child || isOver()) return
    const gone = once(child, 'exit')
    killMerchant()
    await gone
    await untilFree(readyUrl)
  }
  const revive = async () => {
    // Its end may not have been told yet, but nobody answers any more.
    if (!isOver() && (await isListening(new URL(readyUrl)))) return
    await kill()
    await start()
  }
  return {
    start,
    ended,
    kill,
    starts: () => starts,
    printed: words.all,
    // Cases run side by side; it is started again once.
    revive() {
      reviving ??= revive().finally(() => {
        reviving = undefined
      })
      return reviving
    },
  }
}
