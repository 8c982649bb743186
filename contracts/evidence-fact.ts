import facts from './evidence-facts.json' with { type: 'json' }
import type { Provenance } from './provenance.ts'

/** One thing that packs show, and since when it is known. */
export interface EvidenceFact {
  kind: 'rule' | 'quirk'
  name: string
  /** `holds` or `fails` of a rule, the value of a quirk. */
  shows: string
  /** The day of the first pack that shows it. */
  recorded: string
}

/** Gathered from the packs of `evidence/` by `npm run publish:contracts`. */
export const recordedFacts = facts as EvidenceFact[]

/** The provenance of a rule or quirk, after what was recorded. */
export const withEvidence = (
  kind: EvidenceFact['kind'],
  name: string,
  known: Provenance,
  facts: EvidenceFact[] = recordedFacts,
): Provenance => {
  const fact = facts.find((one) => one.kind === kind && one.name === name)
  if (!fact || known.level !== 'assumed' || fact.shows === 'fails') return known
  const note = [`recorded on the test host ${fact.recorded}`, known.note].filter(Boolean).join('; ')
  return { level: 'observed', sources: [...known.sources, 'recordings'], note }
}
