import type { Rule } from '../../contracts/rule.ts'
import { openBuyers, openDeliveries } from './acting.ts'
import { openExpectations } from './expectations.ts'
import { openNotes } from './notes.ts'
import { openObserver } from './observer.ts'
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
    /** Changes what the bank does until the case undoes it, or ends. */
    async applyRule(rule: Rule) {
      const applied = await bed.bank.applyRule(rule)
      notes.undos.push(applied.undo)
      return applied
    },
    skip: (reason: string): never => {
      throw new Skip(reason)
    },
  }
}

export type Trial = ReturnType<typeof openTrial>
