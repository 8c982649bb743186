import type { Case } from '../case.ts'
import { tryCodes } from '../codes.ts'

export const nonFinalCodes: Case = {
  name: 'non-final-codes',
  promise: 'A code that leaves the outcome open leaves the order open, until the status says.',
  why: 'After a time-out (504) or a system error (100, 454) the money may have been taken all the same.',
  fix: 'Keep such an order unpaid but open, and ask the status when the buyer returns or a minute later.',
  catches: ['failure-is-final', 'no-status-check'],
  long: true,
  run: (trial) => tryCodes(trial, 'ask status'),
}
