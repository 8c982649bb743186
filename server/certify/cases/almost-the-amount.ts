import type { Case } from '../case.ts'
import { lies } from '../promise.ts'

export const almostTheAmount: Case = {
  name: 'almost-the-amount',
  promise: 'An amount that only begins like the order’s pays nothing.',
  why: 'parseInt and its like read 1000 out of "1000abc", and rounding makes 1000 of 1000.4.',
  fix: 'Accept digits, a point and two more digits, nothing else; compare tiyn.',
  catches: ['trusts-the-amount', 'reads-amounts-loosely'],
  async run(trial) {
    const almost = [
      (amount: unknown) => `${amount}abc`,
      (amount: unknown) => `${amount},99`,
      (amount: unknown) => Number(amount) + 0.4,
      (amount: unknown) => `${amount}00`,
    ]
    await lies(
      trial,
      almost.map((alter) => (body) => {
        const amount = alter(body.amount)
        return { body: { ...body, amount }, manner: { about: `amount: ${JSON.stringify(amount)}` } }
      }),
    )
  },
}
