import type { Language } from './language.ts'
import { type Provenance, tellProvenance } from './provenance.ts'
import table from './reason-codes.json' with { type: 'json' }

/** One row of the bank's table of codes; the sentences are this project's own. */
export interface ReasonCode extends Provenance {
  code: number
  /** The short English text of a postlink's `reason`. */
  reason: string
  rus: string
  kaz: string
  eng: string
  /** Whether the outcome stands, or the merchant must ask for the status before deciding. */
  next: 'final' | 'ask status'
  advice:
    | 'none'
    | 'other card'
    | 'correct and retry'
    | 'retry later'
    | 'ask the bank'
    | 'ask status'
    | 'fix the request'
    | 'contact support'
  blame: 'none' | 'buyer' | 'bank' | 'merchant' | 'technical'
  /** True where finality is this project's choice. */
  nextAssumed?: boolean
}

export const reasonCodes = table as unknown as readonly ReasonCode[]

const byCode = new Map(reasonCodes.map((row) => [row.code, row]))

export const findReason = (code: number): ReasonCode | undefined => byCode.get(code)

/** Throws on a code the table does not have: every code the sandbox uses must be explained. */
export const reasonOf = (code: number): ReasonCode => {
  const row = byCode.get(code)
  if (!row) throw new Error(`reason code ${code} is not in contracts/reason-codes.json`)
  return row
}

/** A row as interfaces of ours tell it. */
export const tellReason = ({ sources, note, level, ...row }: ReasonCode) => ({
  ...row,
  ...tellProvenance({ level, sources, note }),
})

export const reasonText = (code: number, language: Language): string => reasonOf(code)[language]
