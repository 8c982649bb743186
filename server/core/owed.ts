import type { MutableState } from './state.ts'

/**
 * Every postlink that is still owed is held, as if somebody had held each: what a fork begins with. It is no entry, for
 * a fork has the entries of its origin and none of its own; so anyone who replays does it at the same place.
 */
export const holdOwed = (state: MutableState): void => {
  for (const postlink of state.postlinks.values()) {
    if (postlink.state !== 'due') continue
    postlink.state = 'held'
    postlink.wishedAfter = postlink.attempts.length
    state.alarms.clear('postlink due', postlink.id)
  }
  // What a rule keeps back until something else happens stays where it is.
  state.waiting.clear()
}
