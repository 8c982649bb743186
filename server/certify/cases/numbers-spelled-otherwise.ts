import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

export const numbersSpelledOtherwise: Case = {
  name: 'numbers-spelled-otherwise',
  promise: '1000.0 and 1e3 are the same number as 1000.',
  why: 'JSON lets a server write a number in several ways; a pattern over the text knows one.',
  fix: 'Parse the JSON; never search its text.',
  catches: ['reads-numbers-by-pattern'],
  async run(trial) {
    for (const spell of [(amount: number) => amount.toFixed(1), (amount: number) => amount.toExponential()])
      await oddButTrue(trial, (body) => {
        const text = spell(Number(body.amount))
        const whole = JSON.stringify({ ...body, amount: 0 })
        return { manner: { text: whole.replace('"amount":0', `"amount":${text}`), about: `amount: ${text}` } }
      })
  },
}
