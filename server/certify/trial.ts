import { openBuyers, openDeliveries } from './acting.ts'
import { openExpectations, openEyes } from './looking.ts'
import { openNotes } from './notes.ts'
import type { TestBed } from './test-bed.ts'
import { Skip } from './trouble.ts'

/** One case being put to the test: what it does is written down with what came back. */
export const openTrial = (bed: TestBed) => {
  const notes = openNotes()
  const eyes = openEyes(bed, notes)
  return {
    bed,
    ...notes,
    ...eyes,
    ...openBuyers(bed, notes, eyes),
    ...openDeliveries(bed, notes),
    ...openExpectations(bed, notes, eyes),
    skip: (reason: string): never => {
      throw new Skip(reason)
    },
  }
}

export type Trial = ReturnType<typeof openTrial>
