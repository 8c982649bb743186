import { type Source, type SourceKey, type SourceKind, sourceOf } from './sources.ts'

/** How well a field or rule is known: printed by the bank, seen on the wire or in client code, or chosen here. */
export type Level = 'documented' | 'observed' | 'assumed'

/** A: the bank's pages. B: the bank's own code. C: two or more public clients. D: one. None: nobody but us. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'none'

export interface Provenance {
  level: Level
  /** Where it is written or seen; for `assumed`, what the choice leans on, if anything. */
  sources: readonly SourceKey[]
  /** What exactly is written there; for `assumed`, why this was chosen. */
  note: string
}

type Known = (sources: SourceKey | readonly SourceKey[], note?: string) => { provenance: Provenance }

const listed = (sources: SourceKey | readonly SourceKey[]) =>
  typeof sources === 'string' ? [sources] : sources

const known =
  (level: Level): Known =>
  (sources, note = '') => ({ provenance: { level, sources: listed(sources), note } })

export const documented = known('documented')
export const observed = known('observed')

/** Says why; names a source only where one comes near. */
export const assumed = (why: string, near: SourceKey | readonly SourceKey[] = []) =>
  known('assumed')(near, why)

/** A provenance as interfaces of ours tell it: with titles and links a reader can open. */
export interface ShownProvenance {
  level: Level
  grade: Grade
  /** The whole in one line: titles, then the note. */
  source: string
  sources: { title: string; link: string }[]
}

export const tellProvenance = (provenance: Provenance): ShownProvenance => ({
  level: provenance.level,
  grade: gradeOf(provenance),
  source: sourceText(provenance),
  sources: provenance.sources.map(sourceOf).map(({ title, link }) => ({ title, link })),
})

export const sourceText = ({ sources, note }: Provenance): string =>
  [sources.map((key) => sourceOf(key).title).join('; '), note].filter(Boolean).join(': ')

export const countOf = ({ sources }: Provenance): number =>
  sources.reduce((sum, key) => sum + sourceOf(key).count, 0)

const gradeOfKind: Record<SourceKind, (found: Source[]) => Grade> = {
  'bank page': () => 'A',
  'bank code': () => 'B',
  'public clients': (found) => (found.some(({ count }) => count > 1) ? 'C' : 'D'),
  // An exchange on the wire says as much as two programs that were written after it.
  recordings: () => 'C',
  standard: () => 'none',
}

/** By the best of the sources. */
export const gradeOf = ({ level, sources }: Provenance): Grade => {
  if (level === 'assumed') return 'none'
  const found = sources.map(sourceOf)
  return found.map(({ kind }) => gradeOfKind[kind](found)).toSorted()[0] ?? 'none'
}
