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

/** A merchant's own pacts against a bank that nobody has used yet. */
export const verifyBank = async (
  pacts: PactFile[],
  { dialect, statesUrl }: BankOptions = {},
): Promise<Check[]> => {
  const sandbox = await createSandbox({ seed: 'verify', ...(dialect ? { dialect } : {}) })
  try {
    const changeState = statesUrl ? changeStateAt(statesUrl) : catalogueOf(sandbox.url)
    return await verifyPacts(pacts, { baseUrl: sandbox.url, changeState })
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
