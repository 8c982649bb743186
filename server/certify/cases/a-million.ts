import type { Case } from '../case.ts'

export const aMillion: Case = {
  name: 'a-million',
  promise: 'An order of more than a million is paid like any other.',
  why: 'A column of six digits, or a sum written 1,234,567 somewhere, refuses the best customers.',
  fix: 'Keep tiyn in 64 bits; format numbers only where people read them.',
  catches: ['keeps-six-digits'],
  async run(trial) {
    const order = await trial.order('1234567')
    if (order.amount !== 1234567) trial.skip('createOrder takes no {amount}')
    await trial.pay(order)
    await trial.expectPaid(order)
  },
}
