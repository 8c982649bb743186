import type { Case } from '../case.ts'
import { lie } from '../promise.ts'

export const amountChanged: Case = {
  name: 'amount-changed',
  promise: 'A postlink with another amount than the order’s does not pay it.',
  why: 'Somebody pays one tenge and presents the receipt for an order of a thousand.',
  fix: 'Compare amount with the order’s own, as numbers; or take the amount from the status service.',
  catches: ['trusts-the-amount'],
  run: (trial) => lie(trial, (body) => ({ body: { ...body, amount: 1 }, manner: { about: 'amount: 1' } })),
}
