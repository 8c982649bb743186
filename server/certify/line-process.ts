import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { readJson } from '../../contracts/json.ts'
import type { Said } from './ask.ts'
import { killGroup } from './child.ts'
import { Unseen } from './trouble.ts'

/** A command that stays: it gets a question a line and answers each with a line, in the same order. */
export interface LineProcess {
  ask(question: string): Promise<Said>
  close(): void
}

export interface LineCommand {
  command: string
  folder: string
  environment: Record<string, string>
}

interface Waiting {
  answer(line: string): void
  fail(why: string): void
}

const longestMs = 30_000
const lastWords = 500

/** Starting a process for every look at an order costs more than the look: one answers them all. */
export const openLineProcess = ({ command, folder, environment }: LineCommand): LineProcess => {
  let child: ChildProcessWithoutNullStreams | undefined
  let waiting: Waiting[] = []
  const stop = () => {
    if (child?.pid) killGroup(child.pid)
    child = undefined
  }
  const failAll = (why: string) => {
    const failed = waiting
    waiting = []
    for (const { fail } of failed) fail(`${command}: ${why}`)
  }
  const start = () => {
    const started = spawn(command, {
      cwd: folder,
      env: { ...process.env, ...environment },
      shell: true,
      detached: true,
    })
    let stderr = ''
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = `${stderr}${text}`.slice(-lastWords)
    })
    // A process that ends while it is asked is heard of below.
    started.stdin.on('error', () => {})
    createInterface({ input: started.stdout }).on('line', (line) => waiting.shift()?.answer(line))
    started.once('close', (code, signal) => {
      if (child !== started) return
      child = undefined
      failAll(`ended with ${signal ?? `exit code ${code}`}${stderr.trim() ? `: ${stderr.trim()}` : ''}`)
    })
    process.once('exit', stop)
    return started
  }
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        child ??= start()
        const timer = setTimeout(() => {
          stop()
          failAll(`no line in ${longestMs / 1000} s`)
        }, longestMs)
        waiting.push({
          answer(line) {
            clearTimeout(timer)
            resolve({ text: line.trim(), value: readJson(line) })
          },
          fail(why) {
            clearTimeout(timer)
            reject(new Unseen(why))
          },
        })
        child.stdin.write(`${question}\n`)
      }),
    close() {
      process.off('exit', stop)
      stop()
    },
  }
}
