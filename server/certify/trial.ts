import { openBuyers, openDeliveries } from './acting.ts'
import { openNotes } from './notes.ts'
import { openExpectations, openObserver } from './observer.ts'
import type { TestBed } from './test-bed.ts'
import { Skip } from './trouble.ts'

/** One case being put to the test: what it does is written down with what came back. */
export const openTrial = (bed: TestBed) => {
  const notes = openNotes()
  const observer = openObserver(bed, notes)
  return {
    bed,
    ...notes,
    ...observer,
    ...openBuyers(bed, notes, observer),
    ...openDeliveries(bed, notes),
    ...openExpectations(bed, notes, observer),
    skip: (reason: string): never => {
      throw new Skip(reason)
    },
  }
}

export type Trial = ReturnType<typeof openTrial>
