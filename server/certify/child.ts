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

/** The last words of a process: what it printed before it ended. */
const lastWords = (child: ChildProcess) => {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = `${text}${chunk}`.slice(-2000)
    })
  }
  return () => text.trim().split('\n').slice(-6).join('\n')
}

export const childOf = ({ command, folder, environment, readyUrl }: ChildOptions): Child => {
  let child: ChildProcess | undefined
  let words = () => ''
  const isOver = () => !child || child.exitCode !== null || child.signalCode !== null
  // The whole group: a shell between us and the merchant must not leave it behind.
  const killGroup = () => {
    if (!child?.pid || isOver()) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It went by itself in this very moment.
    }
  }
  const ended = () => {
    if (!isOver()) return undefined
    const how = child?.signalCode ?? `exit code ${child?.exitCode}`
    return `${command}: ended with ${how}${words() ? `: ${words()}` : ''}`
  }
  const start = async () => {
    process.once('exit', killGroup)
    child = spawn(command, {
      cwd: folder,
      env: { ...process.env, ...environment },
      shell: true,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    words = lastWords(child)
    const until = performance.now() + startMs
    while (!(await isListening(new URL(readyUrl)))) {
      const why = ended() ?? (performance.now() > until ? `${command}: nothing listens at ${readyUrl}` : '')
      if (why) throw new Unreachable(`your shop did not start: ${why}`)
      await wait(15)
    }
  }
  const kill = async () => {
    process.off('exit', killGroup)
    if (!child || isOver()) return
    const gone = once(child, 'exit')
    killGroup()
    await gone
    // A shell may be gone before the merchant it started lets go of its port.
    const until = performance.now() + stopMs
    while ((await isListening(new URL(readyUrl))) && performance.now() < until) await wait(5)
  }
  return {
    start,
    ended,
    kill,
    async revive() {
      // Its end may not have been told yet, but nobody answers any more.
      if (!isOver() && (await isListening(new URL(readyUrl)))) return
      await kill()
      await start()
    },
  }
}
