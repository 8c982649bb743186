import type { Case } from '../case.ts'
import { payManyOrders } from '../many-orders.ts'

export const manyAtOnce: Case = {
  name: 'many-at-once',
  promise: '200 postlinks for 100 orders at once pay each order once.',
  why: 'After an outage the bank sends everything it owes at the same moment.',
  fix: 'Keep no state of one postlink in a shared variable; let the database decide which of two comes first.',
  catches: ['pays-twice', 'races'],
  alone: true,
  async run(trial) {
    trial.needsCount()
    await payManyOrders(trial)
  },
}
