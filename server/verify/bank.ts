import type { Dialect } from '../../contracts/quirk.ts'
import { unknownState } from '../provider-states/catalogue.ts'
import type { Check } from '../report/check.ts'
import { createSandbox } from '../sandbox.ts'
import type { PactFile } from './pact-file.ts'
import { type ChangeState, changeStateAt } from './states-server.ts'
import { verifyPacts } from './verify.ts'

export interface BankOptions {
  dialect?: Dialect
  /** States of the merchant's own making; the sandbox's catalogue when left out. */
  statesUrl?: string
}

export interface BankVerdict {
  checks: Check[]
  /** The rules nobody has documented that the answers rest on. */
  assumed: string[]
}

/** A merchant's own pacts against a bank that nobody has used yet. */
export const verifyBank = async (
  pacts: PactFile[],
  { dialect, statesUrl }: BankOptions = {},
): Promise<BankVerdict> => {
  const sandbox = await createSandbox({ seed: 'verify', ...(dialect ? { dialect } : {}) })
  try {
    const assumed = new Set<string>()
    const note = async () => {
      for (const payment of await sandbox.payments()) for (const rule of payment.assumed) assumed.add(rule)
    }
    const change = statesUrl ? changeStateAt(statesUrl) : catalogueOf(sandbox.url)
    // A teardown empties the sandbox: what was there is noted before.
    const changeState: ChangeState = async (asked) => {
      await note()
      return change(asked)
    }
    const checks = await verifyPacts(pacts, { baseUrl: sandbox.url, changeState })
    await note()
    return { checks, assumed: [...assumed].sort() }
  } finally {
    await sandbox.close()
  }
}

const catalogueOf = (url: string): ChangeState => {
  const ask = changeStateAt(`${url}/_sandbox/provider-states`)
  return async (change) => {
    const unknown = change.state === '' ? undefined : unknownState(change.state)
    if (unknown) throw new Error(unknown)
    return ask(change)
  }
}
