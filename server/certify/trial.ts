import { openBuyers, openDeliveries } from './acting.ts'
import { openExpectations, openEyes } from './looking.ts'
import { openNotes } from './notes.ts'
import type { Town } from './town.ts'
import { Skip } from './trouble.ts'

/** One case being put to the test: what it does is written down with what came back. */
export const openTrial = (town: Town) => {
  const notes = openNotes()
  const eyes = openEyes(town, notes)
  return {
    town,
    ...notes,
    ...eyes,
    ...openBuyers(town, notes, eyes),
    ...openDeliveries(town, notes),
    ...openExpectations(town, notes, eyes),
    skip: (reason: string): never => {
      throw new Skip(reason)
    },
  }
}

export type Trial = ReturnType<typeof openTrial>
