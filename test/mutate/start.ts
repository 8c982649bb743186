import { spawn } from 'node:child_process'
import { root } from '../source.ts'

export type Verdict = 'passed' | 'failed' | 'silent'

/** As tap starts a test file: t.mockImport needs it. Whole, because a test may start a process elsewhere. */
const preloads = [import.meta.resolve('@tapjs/mock/import'), `${root}test/mutate/hook.ts`]
const options = preloads.map((file) => `--import=${file}`).join(' ')

/** Runs test files in one process, until the first assertion that fails or until nothing is heard of it for so long. */
export const startTests = (
  files: string[],
  { silenceMs, env = {} }: { silenceMs: number; env?: Record<string, string> },
): Promise<Verdict> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [`${root}test/mutate/tests.ts`, ...files], {
      cwd: root,
      env: {
        ...{
          ...process.env,
          NODE_OPTIONS: `--disable-warning=ExperimentalWarning ${options}`,
          TAP_BAIL: '1',
        },
        ...{ NODE_COMPILE_CACHE: `${root}.tap/compiled`, ...env },
      },
      stdio: ['ignore', 'pipe', 'ignore'],
      // A group of its own: what the tests started ends with them.
      detached: true,
    })
    const end = () => {
      try {
        process.kill(-Number(child.pid), 'SIGKILL')
      } catch {
        // All of it has ended.
      }
    }
    let isSilent = false
    const timer = setTimeout(() => {
      isSilent = true
      end()
    }, silenceMs)
    child.stdout.on('data', () => timer.refresh())
    child.on('exit', (code) => {
      clearTimeout(timer)
      end()
      resolve(isSilent ? 'silent' : code === 0 ? 'passed' : 'failed')
    })
  })
