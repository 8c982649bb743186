import { secondMs } from '../../contracts/time.ts'

interface Screen {
  isTTY?: boolean
  write(text: string): unknown
}

type Every = (ms: number, run: () => void) => () => void

const realEvery: Every = (ms, run) => {
  const timer = setInterval(run, ms).unref()
  return () => clearInterval(timer)
}

// A moment is waited without a word; a log of CI gets a line now and then, a person a second that counts.
const quietS = 2
const logEveryS = 10

/** Says that a command is still at it, and at what; nothing of it is left on a terminal afterwards. */
export const openProgress = (
  what: string,
  screen: Screen = process.stderr,
  every: Every = realEvery,
): Progress => {
  let seconds = 0
  let doing = what
  let shown = false
  const stop = every(secondMs, () => {
    seconds += 1
    const text = `epay-sandbox: ${doing} … ${seconds} s`
    if (screen.isTTY && seconds >= quietS) {
      screen.write(`\r\u001b[K${text}`)
      shown = true
    } else if (!screen.isTTY && seconds % logEveryS === 0) screen.write(`${text}\n`)
  })
  const clear = () => {
    if (shown) screen.write('\r\u001b[K')
    shown = false
  }
  return {
    at(text) {
      doing = text
    },
    clear,
    end() {
      stop()
      clear()
    },
  }
}

export interface Progress {
  /** What it is at now. */
  at(text: string): void
  /** Makes room on the terminal for a line that stays. */
  clear(): void
  end(): void
}

const quiet: Progress = { at() {}, clear() {}, end() {} }

/** The one of this process: its terminal is one as well. */
export const progress: { now: Progress } = { now: quiet }
