import { assumedOf, type Rule, rules } from '../../contracts/fidelity.ts'
import { type Dialect, type QuirkName, quirkNames, quirks } from '../../contracts/quirk.ts'
import type { Recording } from '../record/recording.ts'
import type { Clue, Sighting } from './clues/clue.ts'
import { listClues } from './clues/lists.ts'
import { operationClues } from './clues/operation.ts'
import { paymentClues } from './clues/payment.ts'
import { postlinkClues } from './clues/postlink.ts'
import { tokenClues } from './clues/token.ts'
import { unseen } from './clues/unseen.ts'

const clues: Clue[] = [...tokenClues, ...paymentClues, ...operationClues, ...listClues, ...postlinkClues]

export type Verdict = 'confirmed' | 'contradicted' | 'mixed' | 'open'

/** What recordings say of one assumed rule or one quirk. */
export interface Weighed {
  kind: 'rule' | 'quirk'
  name: string
  verdict: Verdict
  /** What the sandbox does in its dialect. */
  ours: string
  /** The value of the quirk that would do as the recordings show. */
  suggest?: string
  /** Why no recording can show it. */
  unseen?: string
  seen: { exchange: number; saw: string; shows: string }[]
}

export const sightingsIn = (story: Recording[]): Sighting[] =>
  clues.flatMap((clue) => clue(story)).toSorted((one, other) => one.exchange - other.exchange)

/** Each assumed rule and each quirk, whether these recordings say anything of it or not. */
export const weigh = (sightings: Sighting[], dialect: Dialect = 'documented'): Weighed[] => [
  ...assumedOf(Object.keys(rules) as Rule[]).map((name) => weighed('rule', name, 'holds', sightings)),
  ...quirkNames.map((name) => weighed('quirk', name, quirks[name][dialect], sightings)),
]

const showsOf = (sighting: Sighting): string =>
  'rule' in sighting ? (sighting.holds ? 'holds' : 'fails') : sighting.value

const weighed = (
  kind: 'rule' | 'quirk',
  name: Rule | QuirkName,
  ours: string,
  sightings: Sighting[],
): Weighed => {
  const seen = sightings
    .filter((one) =>
      'rule' in one ? kind === 'rule' && one.rule === name : kind === 'quirk' && one.quirk === name,
    )
    .map((one) => ({ exchange: one.exchange, saw: one.saw, shows: showsOf(one) }))
  const [shown, ...more] = new Set(seen.map(({ shows }) => shows))
  const why = unseen[name]
  if (shown === undefined) return { kind, name, ours, seen, verdict: 'open', ...(why ? { unseen: why } : {}) }
  if (more.length > 0) return { kind, name, ours, seen, verdict: 'mixed' }
  if (shown === ours) return { kind, name, ours, seen, verdict: 'confirmed' }
  return { kind, name, ours, seen, verdict: 'contradicted', ...(kind === 'quirk' ? { suggest: shown } : {}) }
}

/** `--quirks` for a sandbox that does as the recordings show. */
export const suggestedQuirks = (found: Weighed[]): Partial<Record<QuirkName, string>> =>
  Object.fromEntries(found.flatMap(({ name, suggest }) => (suggest === undefined ? [] : [[name, suggest]])))
