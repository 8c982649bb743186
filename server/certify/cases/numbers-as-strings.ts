import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

export const numbersAsStrings: Case = {
  name: 'numbers-as-strings',
  promise: 'amount "1000.00" and reasonCode "0" mean 1000 and 0.',
  why: 'The bank’s own answers write reasonCode as a number in one place and as text in another.',
  fix: 'Turn both sides into numbers before you compare; never compare money as text.',
  catches: ['compares-amount-as-text'],
  run: (trial) =>
    oddButTrue(trial, (body) => ({
      body: { ...body, amount: Number(body.amount).toFixed(2), reasonCode: String(body.reasonCode) },
      manner: { about: 'amount and reasonCode as text' },
    })),
}
