import { piecesOf, stateOf } from '../core/snapshot.ts'
import type { MutableState, State } from '../core/state.ts'
import type { Emulator } from './emulator.ts'

/** States of the past, in memory: going back to a moment replays from there, and not from the first entry. */
export interface Waypoints {
  /** The latest up to an entry, to go on from. */
  before(seq: number): MutableState | undefined
}

// Copying a state takes as long as it is large: so may replaying what came after it.
const every = 1_000
const perPayment = 2
const kept = 2
// All requests wait while one is copied: under load nobody goes back, and there is none.
const mostPayments = 1_500
const mostTokens = 2 * mostPayments

/** The same records in lists of its own: replay() replaces records, or changes those that are copied here. */
export const copyOf = (state: State): MutableState => stateOf(state.world, piecesOf(state))

export const keepWaypoints = (emulator: Pick<Emulator, 'state' | 'onEntries'>): Waypoints => {
  let points: State[] = []
  emulator.onEntries((entries) => {
    const state = emulator.state()
    if (entries.length === 0) points = []
    const payments = state.transactions.size
    if (payments > mostPayments || state.tokens.size > mostTokens) return
    const passed = state.seq - (points.at(-1)?.seq ?? 0)
    if (passed < every + perPayment * payments) return
    points = [...points, copyOf(state)].slice(-kept)
  })
  return {
    before(seq) {
      const point = points.findLast((one) => one.seq <= seq)
      return point && copyOf(point)
    },
  }
}
