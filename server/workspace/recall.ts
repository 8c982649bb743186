import { type Piece, snapshotForm, stateOf } from '../core/snapshot.ts'
import type { MutableState, World } from '../core/state.ts'
import { type Journal, JournalError, type Place } from '../ports.ts'
import { version } from '../version.ts'

/** Another version may replay the same entries to another state. */
export const form = `${version}/${snapshotForm}`

interface Recalled extends Pick<Place, 'life'> {
  state: MutableState
}

/** What a workspace had come to when somebody wrote it down, if that can still be read. */
export const recall = (journal: Journal, workspace: string, world: World): Recalled | undefined => {
  const found = journal.snapshots?.find(workspace, form)
  if (!found) return undefined
  try {
    return { life: found.life, state: stateOf(world, parsed(found.pieces)) }
  } catch (error) {
    // What keeps the journal is what fails, not this one snapshot of it.
    if (error instanceof JournalError) throw error
    return undefined
  }
}

function* parsed(pieces: Iterable<string>) {
  for (const piece of pieces) yield JSON.parse(piece) as Piece
}
