import type { Static } from 'typebox'
import type { EvidenceFact } from './evidence-fact.ts'
import { Type } from './schema.ts'

/** What recordings of the bank's own test host show of the rules and quirks the sandbox assumes. */

const day = Type.String({ pattern: '^20\\d\\d-[01]\\d-[0-3]\\d$', expected: 'a day such as 2026-11-28' })
const shown = {
  exchange: Type.Integer({ minimum: 1, expected: 'the number of an exchange' }),
  saw: Type.String({ minLength: 1, expected: 'what was seen, in a sentence' }),
}

/** One file of `contracts/evidence/`, as `epay-sandbox evidence --pack` writes it. */
export const EvidencePack = Type.Object(
  {
    evidence: Type.Literal(1, { expected: '1: a file that epay-sandbox evidence --pack has written' }),
    recorded: day,
    sightings: Type.Array(
      Type.Union([
        Type.Object({ ...shown, rule: Type.String(), holds: Type.Boolean() }),
        Type.Object({ ...shown, quirk: Type.String(), value: Type.String() }),
      ]),
      { expected: 'a list of sightings: rule and holds, or quirk and value' },
    ),
    exchanges: Type.Array(Type.Unknown(), { expected: 'the exchanges they were seen in' }),
  },
  { additionalProperties: false },
)
export type EvidencePack = Static<typeof EvidencePack>

type Sighting = EvidencePack['sightings'][number]

const factOf = (one: Sighting, recorded: string): EvidenceFact =>
  'rule' in one
    ? { kind: 'rule', name: one.rule, shows: one.holds ? 'holds' : 'fails', recorded }
    : { kind: 'quirk', name: one.quirk, shows: one.value, recorded }

const keyOf = ({ kind, name, shows }: EvidenceFact) => `${kind} ${name} ${shows}`

/** Each fact once, with its first day; what contradicts itself stays twice, for disagreementsOf. */
export const factsOf = (packs: EvidencePack[]): EvidenceFact[] => {
  const all = packs
    .flatMap(({ sightings, recorded }) => sightings.map((one) => factOf(one, recorded)))
    .toSorted(
      (one, other) => one.recorded.localeCompare(other.recorded) || keyOf(one).localeCompare(keyOf(other)),
    )
  return [...new Map(all.toReversed().map((fact) => [keyOf(fact), fact])).values()].toReversed()
}

/** What has to be decided before a fact may stand: two packs that differ, a rule that fails, a name nobody knows. */
export const disagreementsOf = (
  facts: EvidenceFact[],
  known: {
    rules: readonly string[]
    quirks: Record<string, { values: readonly string[]; observed: string }>
  },
): string[] =>
  facts.flatMap(({ kind, name, shows, recorded }) => {
    const other = facts.find((one) => one.kind === kind && one.name === name && one.shows !== shows)
    const found = `${kind} "${name}" ${shows}, recorded ${recorded}`
    if (other) return [`${found}: but ${other.shows}, recorded ${other.recorded}`]
    if (kind === 'rule') {
      if (!known.rules.includes(name)) return [`${found}: there is no such rule`]
      return shows === 'holds' ? [] : [`${found}: change the rule, and its line in contracts/fidelity.ts`]
    }
    const quirk = known.quirks[name]
    if (!quirk?.values.includes(shows)) return [`${found}: there is no such quirk or value`]
    return quirk.observed === shows ? [] : [`${found}: the observed dialect says ${quirk.observed}`]
  })
