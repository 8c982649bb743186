import type { Case } from '../case.ts'

export const restartAfterPayment: Case = {
  name: 'restart-after-payment',
  promise: 'After a restart a postlink that has paid does not pay again.',
  why: 'A list of postlinks seen, in memory, is empty after every deploy; the bank may send again all the same.',
  fix: 'Ask the order itself, in the database, whether it is paid.',
  catches: ['pays-twice', 'remembers-in-memory'],
  alone: true,
  restarts: true,
  async run(trial) {
    trial.needsCount()
    if (!trial.bed.merchant.can.restart)
      trial.skip('certify.yaml names no restart: true for what start starts, or a command')
    const order = await trial.order()
    const paid = await trial.pay(order)
    await trial.expectPaid(order)
    await trial.bed.restart()
    trial.did('the shop is restarted')
    trial.expectCalm(await trial.deliver(paid, trial.bodyOf(paid), { about: 'the same postlink again' }))
    await trial.expectPaid(order)
  },
}
