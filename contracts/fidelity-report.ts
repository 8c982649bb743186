import { remedyText } from './assumption.ts'
import { type Rule, rules } from './fidelity.ts'
import { provenanceOf } from './fields.ts'
import { leniencyRules } from './leniency-rules.ts'
import { messages, ownFieldsOf } from './messages.ts'
import { operations } from './operations.ts'
import { countOf, type Level, type Provenance, type ShownProvenance, tellProvenance } from './provenance.ts'
import { quirks } from './quirk.ts'
import { reasonCodes } from './reason-code.ts'
import { refusalProvenance } from './refusal-provenance.ts'

export const factKinds = [
  'field',
  'operation',
  'rule',
  'leniency',
  'quirk',
  'refusal',
  'reason code',
] as const
export type FactKind = (typeof factKinds)[number]

/** One thing the sandbox says or does, and how well it is known. */
export interface Fact extends ShownProvenance {
  kind: FactKind
  name: string
  /** How many independent sources tell it. */
  count: number
}

export type Counts = Record<Level, number>

export interface FidelityReport {
  counts: Record<FactKind, Counts>
  total: Counts
  assumed: Fact[]
  /** Rules of behaviour and leniencies, each with its grade and the number of its sources. */
  rules: (Fact & { remedy: string })[]
}

/** Everything with a provenance, counted, and what is assumed in full. */
export const fidelityReport = (facts: Fact[] = allFacts()): FidelityReport => ({
  counts: Object.fromEntries(
    factKinds.map((kind) => [kind, count(facts.filter((fact) => fact.kind === kind))]),
  ) as Record<FactKind, Counts>,
  total: count(facts),
  assumed: facts.filter(({ level }) => level === 'assumed'),
  rules: facts
    .filter(({ kind }) => kind === 'rule' || kind === 'leniency')
    .map((fact) => ({ ...fact, remedy: remedyText(fact.name as Rule) })),
})

const count = (facts: Fact[]): Counts => {
  const counts: Counts = { documented: 0, observed: 0, assumed: 0 }
  for (const { level } of facts) counts[level] += 1
  return counts
}

export const allFacts = (): Fact[] => [
  ...fieldFacts(),
  ...factsOf('operation', operations),
  ...factsOf('rule', withProvenance(rulesThat((name) => !(name in leniencyRules)))),
  ...factsOf('leniency', leniencyRules),
  ...factsOf('quirk', quirks),
  ...factsOf('refusal', refusalProvenance),
  ...reasonCodeFacts(),
]

/** A message inside another one counts once, as itself. Throws on a field nobody vouches for. */
const fieldFacts = (): Fact[] =>
  Object.entries(messages).flatMap(([message, row]) =>
    ownFieldsOf(row).map((field) => {
      const known = provenanceOf(field)
      if (!known) throw new Error(`${message}.${field.path} has no provenance`)
      return factOf('field', `${message}.${field.path}`, known)
    }),
  )

const rulesThat = (wanted: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(rules).filter(([name]) => wanted(name)))

const withProvenance = (table: Record<string, Provenance>) =>
  Object.fromEntries(Object.entries(table).map(([name, provenance]) => [name, { provenance }]))

const factsOf = (kind: FactKind, table: Record<string, { provenance: Provenance }>): Fact[] =>
  Object.entries(table).map(([name, { provenance }]) => factOf(kind, name, provenance))

const reasonCodeFacts = (): Fact[] =>
  reasonCodes.map((row) => factOf('reason code', `${row.code} ${row.reason}`, row))

const factOf = (kind: FactKind, name: string, known: Provenance): Fact => ({
  kind,
  name,
  ...tellProvenance(known),
  count: countOf(known),
})
