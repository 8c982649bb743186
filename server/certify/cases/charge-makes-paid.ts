import type { Case } from '../case.ts'
import { chargeHold } from '../promise.ts'

export const chargeMakesPaid: Case = {
  name: 'charge-makes-paid',
  promise: 'A hold that is charged makes the order paid.',
  why: 'The charge is made later, in the cabinet or by a job; nobody tells of it.',
  fix: 'Treat CHARGE of the status service as paid, whatever the order was before.',
  catches: ['never-sees-charges'],
  stages: 'two',
  run: (trial) => chargeHold(trial, 1),
}
