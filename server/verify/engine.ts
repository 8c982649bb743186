import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { isSea } from 'node:sea'
import { StartError } from '../errors.ts'

export interface Verification {
  /** Where the provider answers; the pact's own paths follow it. */
  baseUrl: string
  statesUrl: string
  /** The pact's file. */
  pact: string
}

/** One interaction as Pact's verifier judged it. */
export interface Judged {
  description: string
  providerStates: string[]
  result: 'OK' | 'Error'
  mismatch?: {
    message?: string
    mismatches?: {
      type: string
      mismatch?: string
      key?: string
      path?: string
      actual?: unknown
      expected?: unknown
    }[]
  }
}

/**
 * The verifier's entry file, beside this package or in the user's project. Throws StartError when Pact is not
 * there: it is large and native, and only this command needs it.
 */
export const findPact = (places: string[] = [import.meta.filename, join(process.cwd(), 'package.json')]) => {
  if (isSea())
    throw new StartError(
      'verify needs the package: npm install --save-dev epay-sandbox @pact-foundation/pact',
    )
  for (const place of places) {
    try {
      const pact = createRequire(place).resolve('@pact-foundation/pact')
      return createRequire(pact).resolve('@pact-foundation/pact-core')
    } catch {
      // Not there: the next place may have it.
    }
  }
  throw new StartError('verify needs Pact: npm install --save-dev @pact-foundation/pact')
}

/** In a process of its own: the native verifier prints as it likes, and a crash of it is not ours. */
export const judge = (verification: Verification): Promise<Judged[]> => {
  const pact = findPact()
  const worker = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url)
  const child = fork(worker, [pact], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true' },
  })
  return new Promise((resolve, reject) => {
    let words = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      words = `${words}${chunk}`.slice(-4000)
    })
    child.once('message', (answer: { judged?: Judged[]; error?: string }) => {
      if (answer.judged) resolve(answer.judged)
      else reject(new StartError(`Pact could not verify: ${answer.error}`))
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new StartError(`Pact ended with code ${code}: ${words.trim()}`)))
    child.send(verification)
  })
}
