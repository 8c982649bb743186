import type { Case } from '../case.ts'
import { chargeHold } from '../promise.ts'

export const chargeInPart: Case = {
  name: 'charge-in-part',
  promise: 'A hold that is charged in part makes the order paid with that part.',
  why: 'The rest of the hold goes back to the buyer; books that say otherwise do not balance.',
  fix: 'Take the amount from the status after the charge, not from the order.',
  catches: ['ships-on-hold', 'books-the-ordered-sum', 'never-sees-charges'],
  stages: 'two',
  run: (trial) => chargeHold(trial, 0.7),
}
