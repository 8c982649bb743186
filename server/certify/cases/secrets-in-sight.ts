import type { Case } from '../case.ts'
import { secretsOf } from '../promise.ts'

export const secretsInSight: Case = {
  name: 'secrets-in-sight',
  promise: 'Nothing that the buyer’s browser gets tells a secret.',
  why: 'With secret_hash or the client’s secret a buyer writes postlinks and tokens of their own.',
  fix: 'Give halyk.pay() the token’s answer and the payment; secret_hash and client_secret stay on the server.',
  catches: ['shows-the-secret'],
  async run(trial) {
    const { bank } = trial.bed
    const order = await trial.order()
    await trial.pay(order)
    await trial.expectPaid(order)
    const pages = [order.raw, JSON.stringify(order.payment), ...(await trial.returnToShop(order))].join('\n')
    const found = secretsOf(bank, order).filter(({ text }) => pages.includes(text))
    const got = found.map(({ name }) => name).join(', ') || 'none'
    trial.check('secrets in the buyer’s browser', 'none', got, found.length === 0)
  },
}
