import type { Entry } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/rule.ts'
import type { Step } from '../../contracts/scenario.ts'
import type { Instant } from '../../contracts/time.ts'
import type { State } from '../core/state.ts'

/** A session on its way to becoming a story. */
export interface Draft {
  /** The workspace before the entry that is being told. */
  state: State
  entries: Entry[]
  rules: Rule[]
  steps: Step[]
  /** The order the story is at, and all it has had. */
  current?: string
  orders: Set<string>
  /** Where the clock of the story stands, on the session's own scale; absent before the first step. */
  at?: Instant
  clock?: string
  leftOut: string[]
}
