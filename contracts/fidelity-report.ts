import { fieldsOf, provenanceOf } from './fields.ts'
import { rules } from './fidelity.ts'
import { messages } from './messages.ts'
import { operations } from './operations.ts'
import type { Level, Provenance } from './provenance.ts'
import { quirks } from './quirk.ts'
import { reasonCodes } from './reason-code.ts'

export const factKinds = ['field', 'operation', 'rule', 'quirk', 'reason code'] as const
export type FactKind = (typeof factKinds)[number]

/** One thing the sandbox says or does, and how well it is known. */
export interface Fact {
  kind: FactKind
  name: string
  level: Level
  source: string
}

export type Counts = Record<Level, number>

export interface FidelityReport {
  counts: Record<FactKind, Counts>
  total: Counts
  assumed: Fact[]
}

/** Everything with a provenance, counted, and what is assumed in full. */
export const fidelityReport = (facts: Fact[] = allFacts()): FidelityReport => ({
  counts: Object.fromEntries(
    factKinds.map((kind) => [kind, count(facts.filter((fact) => fact.kind === kind))]),
  ) as Record<FactKind, Counts>,
  total: count(facts),
  assumed: facts.filter(({ level }) => level === 'assumed'),
})

const count = (facts: Fact[]): Counts => {
  const counts: Counts = { documented: 0, observed: 0, assumed: 0 }
  for (const { level } of facts) counts[level] += 1
  return counts
}

export const allFacts = (): Fact[] => [
  ...fieldFacts(),
  ...factsOf('operation', operations),
  ...factsOf('rule', withProvenance(rules)),
  ...factsOf('quirk', quirks),
  ...reasonCodeFacts(),
]

/** Throws on a field nobody vouches for: a test would have found it. */
const fieldFacts = (): Fact[] =>
  Object.entries(messages).flatMap(([message, { schema }]) =>
    ownFields(schema).map((field) => {
      const known = provenanceOf(field)
      if (!known) throw new Error(`${message}.${field.path} has no provenance`)
      return { kind: 'field', name: `${message}.${field.path}`, ...known }
    }),
  )

const schemas = new Set<object>(Object.values(messages).map(({ schema }) => schema))

/** A message inside another one counts once, as itself. */
const ownFields = (schema: Parameters<typeof fieldsOf>[0]) => {
  const elsewhere = new Set(
    [...schemas].filter((other) => other !== schema).flatMap((other) => fieldsOf(other as typeof schema)),
  )
  const inner = new Set([...elsewhere].map((field) => field.schema))
  return fieldsOf(schema).filter((field) => !inner.has(field.schema) || isOwn(schema, field.path))
}

const isOwn = (schema: object, path: string) =>
  Object.hasOwn((schema as { properties?: object }).properties ?? {}, path)

const withProvenance = (table: Record<string, Provenance>) =>
  Object.fromEntries(Object.entries(table).map(([name, provenance]) => [name, { provenance }]))

const factsOf = (kind: FactKind, table: Record<string, { provenance: Provenance }>): Fact[] =>
  Object.entries(table).map(([name, { provenance }]) => ({ kind, name, ...provenance }))

const reasonCodeFacts = (): Fact[] =>
  reasonCodes.map(({ code, reason, level, source }) => ({
    kind: 'reason code',
    name: `${code} ${reason}`,
    level,
    source,
  }))
