import type { Case } from '../case.ts'

// The process dies while it waits for the status, or right after its answer: long before that on a busy machine too.
// Nobody waits for it, because who asked is dead.
const statusMs = 3_000

export const restart: Case = {
  name: 'restart',
  promise: 'A restart between the postlink and the answer loses no payment.',
  why:
    'Every deploy kills a process that has just said 200; what it had not saved is gone, and the ' +
    'bank does not send again.',
  fix: 'Save first, answer 200 after; what goes into a queue must be on a disk.',
  catches: ['answers-before-saving', 'asks-after-answering'],
  alone: true,
  restarts: true,
  async run(trial) {
    if (!trial.bed.merchant.can.restart)
      trial.skip('certify.yaml names no restart: true for what start starts, or a command')
    const order = await trial.order()
    const paid = await trial.payUnheard(order)
    const when = { operation: 'status' as const, invoiceId: order.invoiceId }
    const applied = await trial.applyRule({ when, then: { delayMs: statusMs }, times: 1 })
    const body = trial.bodyOf(paid)
    let isAcknowledged = false
    await trial.bed.restart(async () => {
      const until = applied.matched()
      const about = 'the postlink, and then a power cut'
      isAcknowledged = trial.acknowledged(await trial.deliver(paid, body, { until, about }))
    })
    await applied.undo()
    trial.did('the shop is restarted')
    if (!isAcknowledged) await trial.deliver(paid, body, { about: 'the bank sends again' })
    await trial.expectPaid(order)
  },
}
