import type { Case } from '../case.ts'

export const forgedBadNews: Case = {
  name: 'forged-bad-news',
  promise: 'Failures with a wrong secret do not stand in the way of the payment.',
  why: 'Anybody can send bad news about your order; it must not close it, nor lock it.',
  fix: 'Ignore what carries a wrong secret_hash; let it count against nobody’s order.',
  catches: ['failure-is-final', 'locks-after-wrong-secrets'],
  async run(trial) {
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const body = { ...trial.bodyOf(declined), secret_hash: '0'.repeat(32) }
    for (let times = 0; times < 5; times++)
      trial.expectCalm(await trial.deliver(declined, body, { about: 'a failure with a wrong secret_hash' }))
    await trial.pay(order)
    await trial.expectPaid(order)
  },
}
