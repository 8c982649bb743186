import type { Stages } from './bank.ts'
import type { Check, Step } from './evidence.ts'
import type { Trial } from './trial.ts'

/** A promise of the merchant, and how it is put to the test. One file each in cases/. */
export interface Case {
  /** The name of its file. */
  name: string
  promise: string
  why: string
  fix: string
  /** Switches of fixtures/shops/flawed that break this promise. */
  catches: string[]
  /** It takes all the shop has, restarts it or moves the clock: no case of another kind runs beside it. */
  alone?: true
  /** It is about a restart, which all such cases share. */
  restarts?: true
  /** It pays tens of orders: begun before the others, so that nobody waits for it alone at the end. */
  long?: true
  /** Only on a terminal of so many stages. */
  stages?: Stages
  run(trial: Trial): Promise<void>
}

/** `unproven`: nothing went wrong, but nobody could see whether it went right. */
export type Outcome = 'passed' | 'failed' | 'unproven' | 'skipped'

export interface CaseResult extends Pick<Case, 'name' | 'promise' | 'why' | 'fix'> {
  outcome: Outcome
  /** Why it was skipped, could not go on, or proves nothing. */
  reason?: string
  steps: Step[]
  checks: Check[]
  /** The order before the last thing was done to it and after, in the probe's words. */
  before?: string
  after?: string
  /** The command that repeats it. */
  again?: string
  curl?: string
  /** The terminal, when more than one kind was tried. */
  stages?: Stages
  ms: number
}
