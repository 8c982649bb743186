import type { Case } from '../case.ts'

export const notFoundThenPaid: Case = {
  name: 'not-found-then-paid',
  promise: 'An order that the status service does not know yet is asked for again, and becomes paid.',
  why:
    'A payment may show in the status a minute late: until then the answer is 102, not found, and the ' +
    'postlink may be lost as well. The money has been taken.',
  fix: 'Keep the order open after 102, 103 and 107, and ask again: at the next visit and in a job, for a day.',
  catches: ['gives-up-when-not-found', 'no-status-check'],
  alone: true,
  async run(trial) {
    const { bank, merchant } = trial.bed
    const order = await trial.order()
    if (!order.backLink && !merchant.can.reconcile)
      trial.skip('the payment names no backLink, and certify.yaml no reconcile')
    const ask = () => (order.backLink ? trial.returnToShop(order) : trial.reconcile(order))
    await trial.applyRule({
      when: { invoiceId: order.invoiceId, operation: 'page' },
      then: { visibleAfter: 'PT1M', postlink: { lost: true } },
      times: 1,
    })
    await trial.payUnheard(order)
    await ask()
    await bank.advance('PT2M')
    trial.did('two minutes pass by the clock of the bank, whose status knows the payment now')
    await ask()
    await trial.expectPaid(order)
  },
}
