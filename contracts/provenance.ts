/** How well a field or rule is known: printed by the bank, seen on the wire, or chosen here. */
export type Level = 'documented' | 'observed' | 'assumed'

export interface Provenance {
  level: Level
  /** Where it is written or seen; for `assumed`, why this was chosen. */
  source: string
}

export const documented = (source: string): { provenance: Provenance } => ({
  provenance: { level: 'documented', source },
})
export const observed = (source: string): { provenance: Provenance } => ({
  provenance: { level: 'observed', source },
})
export const assumed = (source: string): { provenance: Provenance } => ({
  provenance: { level: 'assumed', source },
})
