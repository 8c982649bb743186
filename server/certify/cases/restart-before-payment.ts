import type { Case } from '../case.ts'

export const restartBeforePayment: Case = {
  name: 'restart-before-payment',
  promise: 'An order that was made before a restart can be paid after it.',
  why: 'Every deploy restarts a shop while buyers type their cards; secrets and orders in memory are gone.',
  fix: 'Keep the order and its secret_hash in the database before the buyer leaves for the bank.',
  catches: ['keeps-secrets-in-memory'],
  alone: true,
  restarts: true,
  async run(trial) {
    if (!trial.bed.merchant.can.restart)
      trial.skip('certify.yaml names no restart: true for what start starts, or a command')
    const order = await trial.order()
    await trial.bed.restart()
    trial.did('the shop is restarted')
    await trial.pay(order)
    await trial.expectPaid(order)
  },
}
