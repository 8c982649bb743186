import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const root = new URL('../../', import.meta.url)

export const sandboxCommand = ['server/cli.ts', 'start', '--port', '0', '--format', 'json']

/** Starts a script of this repository and waits for its ready line. */
export const startChild = async (command: string[], env: Record<string, string> = {}) => {
  const begun = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
    cwd: root,
    env: { ...process.env, ...env },
    // The log of payments goes nowhere: it is measured that it is written, not where to.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(([code]) => {
      throw new Error(`${command.join(' ')} ended with ${code} before it was ready`)
    }),
  ])) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    readyMs: performance.now() - begun,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}
