import type { Case } from '../case.ts'
import { tryCodes } from '../codes.ts'

export const reasonCodesCase: Case = {
  name: 'reason-codes',
  promise: 'Whatever the reason of a decline, the order stays unpaid and can be paid again.',
  why: 'There are some seventy final reason codes; a list of the five you have seen leaves orders in limbo.',
  fix: 'Only reasonCode 0 is a payment. For all others keep the order open and tell the buyer what the code means.',
  catches: ['failure-is-final'],
  long: true,
  run: (trial) => tryCodes(trial, 'final'),
}
