import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Pool } from 'undici'
import type { Refusal } from '../../contracts/refusal.ts'
import type { CommandKind, CommandOf, ReplyTo } from '../../server/core/command.ts'
import type { LedgerViolation } from '../../server/core/ledger.ts'
import { plain } from '../plain.ts'

/** What a bank has written, as it says itself. */
export interface Books {
  payments: { id: string; invoiceId: string; reasonCode: number; charged: number; refunded: number }[]
  /** Entries that do not follow on the one before. */
  gaps: number[]
  violations: LedgerViolation[]
}

export interface Bank {
  /** Rejects when the bank is killed first: then nobody knows what became of it. */
  ask<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<ReplyTo<K> | Refusal>
  books(): Promise<Books>
  /** Resolves when every postlink that is due has been sent; the clock stands still. */
  idle(): Promise<unknown>
  kill(): Promise<void>
}

/** One file and its compiled code: hundreds of modules would be most of a round. */
export const bundleBank = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'bank.cjs')
  const entryPoints = [fileURLToPath(new URL('./bank.ts', import.meta.url))]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', logLevel: 'error' })
  return outfile
}

/** A process that has loaded everything and opened nothing: starting it is most of a round. */
export const warmUp = (bank: string): ChildProcess => {
  const [program = '', ...rest] = plain([process.execPath, '--disable-warning=ExperimentalWarning', bank])
  return spawn(program, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(bank), 'compiled') },
  })
}

export const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

const next = async (child: ChildProcess): Promise<{ port?: number }> => {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the bank ended with ${code} before it was open`)
  })
  return ((await Promise.race([once(child, 'message'), ended])) as [{ port?: number }])[0]
}

/** Resolves when it has begun to open the file. */
export const beginOpening = async (child: ChildProcess, file: string): Promise<void> => {
  child.send(file)
  await next(child)
}

export const open = async (child: ChildProcess, file: string): Promise<Bank> => {
  await beginOpening(child, file)
  const { port } = await next(child)
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 16 })
  const post = async (path: string, body: object = {}) => {
    const answer = await pool.request({ method: 'POST', path, body: JSON.stringify(body) })
    if (answer.statusCode !== 200) throw new Error(`the bank answered ${answer.statusCode}`)
    return answer.body.json()
  }
  return {
    ask: <K extends CommandKind>(command: CommandOf<K> & { kind: K }) =>
      post('/', command) as Promise<ReplyTo<K> | Refusal>,
    books: () => post('/books') as Promise<Books>,
    idle: () => post('/idle'),
    async kill() {
      await killed(child)
      await pool.destroy()
    },
  }
}
