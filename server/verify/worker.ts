import { createRequire } from 'node:module'
import type { Verification } from './engine.ts'

/**
 * Runs Pact's verifier over one pact and sends home what it found. The core is called without the proxy of
 * pact-js, which sends form bodies on as JSON under the old length (pact-js #884).
 */
interface PactCore {
  Verifier: new (options: object) => { verify(): Promise<string> }
}

const core = createRequire(import.meta.url)(process.argv[2] ?? '') as PactCore

const verify = async ({ baseUrl, statesUrl, pact }: Verification) => {
  const options = { providerBaseUrl: baseUrl, providerStatesSetupUrl: statesUrl, pactUrls: [pact] }
  const verifier = new core.Verifier({ ...options, logLevel: 'error' })
  // Found wanting or not, the same report: one way as an answer, the other as the message of an error.
  const report = await verifier
    .verify()
    .catch((error: Error | string) => String(Object(error).message ?? error))
  try {
    const { interactionResults } = JSON.parse(report)
    return { judged: interactionResults }
  } catch {
    return { error: report }
  }
}

process.once('message', async (verification) => {
  const judged = await verify(verification as Verification)
  // Nobody listens any more: the process ends once this has gone out.
  process.send?.(judged)
})
