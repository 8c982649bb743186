import { AsyncLocalStorage } from 'node:async_hooks'
import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { registerHooks } from 'node:module'
import { plain } from '../plain.ts'

/** What a command that runs in the test's process writes is its own, even while a test prints its results. */
export interface Written {
  stdout: string
  stderr: string
  /** Programs that may still write. */
  open: Promise<unknown>[]
}

const writtenBy = new AsyncLocalStorage<Written>()

// Node keeps its HTTP parsers for the next connection, of any run: what a server says of a request may come
// without a store. Commands run one after the other, and tap writes to stdout alone.
let running: Written | undefined

/** Runs a command, with all that it writes going into `written`. */
export const keepWritten = async (written: Written, command: () => Promise<unknown>): Promise<void> => {
  listen()
  running = written
  try {
    await writtenBy.run(written, command)
    await Promise.all(written.open)
  } finally {
    running = undefined
  }
}

let isListening = false

const listen = () => {
  if (isListening) return
  isListening = true
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name]
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
    stream.write = (...args: unknown[]) => {
      const written = writtenBy.getStore() ?? (name === 'stderr' ? running : undefined)
      if (written === undefined) return write(...args)
      written[name] += String(args[0])
      const done = args.at(-1)
      if (typeof done === 'function') process.nextTick(done as () => void)
      return true
    }
  }
}

/** What a command of exec writes goes where exec's own words go; from a process it would inherit both. */
const spawnWritten = (program: string, args: string[], options: SpawnOptions) => {
  const written = writtenBy.getStore() as Written
  const [own = '', ...rest] = plain([program, ...args])
  const child = spawn(own, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      written[name] += chunk
    })
  }
  written.open.push(once(child, 'close'))
  return child
}

export default spawnWritten

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cross-spawn' && context.parentURL?.endsWith('/server/cli/child.ts')
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
})
