import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const root = new URL('../../', import.meta.url)

export const sandboxCommand = ['server/bin.js', 'start', '--port', '0', '--format', 'json']

const running = new Set<ChildProcess>()

// However this process ends, what it started ends too.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

/** A program that does not outlive this one. */
export const spawnChild = (program: string, args: string[], options: SpawnOptions) => {
  // A test runner's preloads are nothing a user's server has.
  const env = { ...process.env, NODE_OPTIONS: '', ...options.env }
  const child = spawn(program, args, { ...options, env })
  running.add(child)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    // Not `exit`: what it said last has been read by then.
    child.once('close', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  // Anyone who waits for the start hears of a failure; after that only `stop` asks.
  ended.catch(() => running.delete(child))
  return {
    child,
    ended,
    stop: async () => {
      child.kill()
      const killing = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended.finally(() => clearTimeout(killing))
    },
  }
}

/** Starts a script of this repository and waits for its ready line. */
export const startChild = async (command: string[], env: Record<string, string> = {}) => {
  const begun = performance.now()
  const { child, ended, stop } = spawnChild(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...command],
    // The log of payments goes nowhere: it is measured that it is written, not where to.
    { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const [line] = (await Promise.race([
    once(createInterface(child.stdout as NodeJS.ReadableStream), 'line'),
    ended.then((code) => {
      throw new Error(`${command.join(' ')} ended with ${code} before it was ready`)
    }),
  ])) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return { url, pid: child.pid as number, readyMs: performance.now() - begun, stop }
}

export type Child = Awaited<ReturnType<typeof startChild>>
