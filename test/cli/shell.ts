import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

interface Asked {
  args: string[]
  env: Record<string, string>
}
export interface Done {
  code: number
  stdout: string
  stderr: string
}

/**
 * One process that runs many commands one after another: each evaluates server/cli.ts anew with arguments,
 * environment and exit code of its own, and only the first one waits for the modules.
 */
const serve = () => {
  const url = new URL('../../server/cli.ts', import.meta.url)
  let count = 0
  process.on('message', async ({ args, env }: Asked) => {
    const done: Done = { code: 0, stdout: '', stderr: '' }
    const before = { ...process.env }
    for (const name of ['stdout', 'stderr'] as const) {
      process[name].write = ((text: string) => {
        done[name] += text
        return true
      }) as typeof process.stdout.write
    }
    process.argv = [process.argv[0] as string, url.pathname, ...args]
    process.exitCode = 0
    Object.assign(process.env, env)
    await import(`${url.href}?${count++}`)
    process.env = before
    process.send?.({ ...done, code: Number(process.exitCode) })
    process.exitCode = 0
  })
}

if (process.argv[2] === 'serve') serve()

/** For commands that come to an end by themselves; a server is started with startProcess(). */
export const openShell = (t: { teardown(run: () => unknown): void }) => {
  const own = Object.entries(process.env).filter(([name]) => !/^(EPAY_|NODE_OPTIONS|TAP)/.test(name))
  const child = fork(fileURLToPath(import.meta.url), ['serve'], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // As in run.ts.
    env: { ...Object.fromEntries(own), COLUMNS: '250' },
  })
  t.teardown(() => child.kill())
  let tail: Promise<unknown> = Promise.resolve()
  return (args: string[], { env = {} }: { env?: Record<string, string> } = {}): Promise<Done> => {
    const done = tail.then(
      () =>
        new Promise<Done>((resolve, reject) => {
          const onExit = () => reject(new Error(`${args.join(' ')} ended the shell`))
          child.once('exit', onExit)
          child.once('message', (message) => {
            child.off('exit', onExit)
            resolve(message as Done)
          })
          child.send({ args, env })
        }),
    )
    tail = done.catch(() => {})
    return done
  }
}
