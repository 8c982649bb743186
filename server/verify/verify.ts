import type { Check } from '../report/check.ts'
import { type Judged, judge } from './engine.ts'
import type { PactFile } from './pact-file.ts'
import { type ChangeState, serveStates } from './states-server.ts'

/** Every interaction of the pacts against one provider: one check each, in the order of the verifier. */
export const verifyPacts = async (
  pacts: PactFile[],
  provider: { baseUrl: string; changeState: ChangeState },
): Promise<Check[]> => {
  const states = await serveStates(provider.changeState)
  const checks: Check[] = []
  try {
    for (const { name, path, pact } of pacts) {
      if (pact.interactions.length === 0) continue
      const judged = await judge({ baseUrl: provider.baseUrl, statesUrl: states.url, pact: path })
      const suite = `${pact.consumer.name} → ${pact.provider.name} (${name})`
      checks.push(...judged.map((one) => toCheck(suite, one, states.failures)))
    }
  } finally {
    states.close()
  }
  return checks
}

const toCheck = (suite: string, judged: Judged, failures: Map<string, string>): Check => {
  const { description, providerStates, result } = judged
  const given = providerStates.filter(Boolean).join(', and ')
  const title = given ? `${description}, given ${given}` : description
  const ok = result === 'OK'
  return { suite, title, ok, notes: ok ? [] : explain(judged, failures) }
}

const explain = ({ providerStates, mismatch }: Judged, failures: Map<string, string>): string[] => {
  const differences = mismatch?.mismatches?.map(wordsOf) ?? []
  if (differences.length > 0) return differences
  const states = providerStates.flatMap((state) => failures.get(state) ?? [])
  return states.length > 0 ? states : [mismatch?.message ?? 'the verifier does not say why']
}

type Mismatch = NonNullable<NonNullable<Judged['mismatch']>['mismatches']>[number]

const places: Record<string, (mismatch: Mismatch) => string> = {
  StatusMismatch: () => 'status',
  HeaderMismatch: ({ key }) => `header ${key}`,
  BodyTypeMismatch: () => 'content type',
  BodyMismatch: ({ path }) => `body ${path}`,
}

const wordsOf = (mismatch: Mismatch): string => {
  const place = places[mismatch.type]?.(mismatch) ?? mismatch.type
  const { mismatch: words = `expected ${mismatch.expected}, got ${mismatch.actual}` } = mismatch
  return `${place}: ${words}`
}
