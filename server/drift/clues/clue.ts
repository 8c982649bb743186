import type { Rule } from '../../../contracts/fidelity.ts'
import type { QuirkName } from '../../../contracts/quirk.ts'
import type { Recording } from '../../record/recording.ts'

/** What one exchange shows of a rule that is assumed, or of a quirk. */
export type Sighting = { exchange: number; saw: string } & (
  | { rule: Rule; holds: boolean }
  | { quirk: QuirkName; value: string }
)

/** Looks through a whole recording: what an answer means often rests on what was asked before it. */
export type Clue = (story: Recording[]) => Sighting[]

export type Fields = Record<string, unknown>

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/** The bank reads names in any letter case, and shops write them so. */
export const fieldAt = (value: unknown, name: string): unknown =>
  Object.entries(fieldsOf(value)).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1]

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

export const isGood = ({ answer }: Recording): boolean => answer.status < 400

export const of =
  (...operations: string[]) =>
  ({ operation }: Recording): boolean =>
    operation !== null && operations.includes(operation)

/** Order numbers are no secret, but a redacted one compares as well. */
export const textAt = (value: unknown, name: string): string => {
  const found = fieldAt(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** Undefined where it is no number, or was taken out. */
export const numberAt = (value: unknown, name: string): number | undefined => {
  const text = textAt(value, name)
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}
