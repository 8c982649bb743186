import type { Case } from '../case.ts'
import type { Trial } from '../trial.ts'
import { Unseen } from '../trouble.ts'
import type { Came } from '../wire.ts'

// On a busy machine certify may hear late of the first answer: the shop is still giving the next ones then, and loses
// what it has not saved.
const postlinks = 12
// The process dies while it waits for the status, or right after its answer: long before that on a busy machine too.
// Nobody waits for it, because who asked is dead.
const statusMs = 3_000
// An order that is settled sooner may only have been looked at late, on a busy machine.
const shortestLagMs = 200

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
    const buyers = await Promise.all(Array.from({ length: postlinks }, () => payOne(trial)))
    let sent: Promise<Came>[] = []
    let cutAfterMs = 0
    await trial.bed.restart(async () => {
      const about = 'the postlink, and then a power cut'
      const begun = performance.now()
      sent = buyers.map(({ paid }) => trial.deliver(paid, trial.bodyOf(paid), { about }))
      await Promise.race([...sent, ...buyers.map(({ applied }) => applied.matched())])
      cutAfterMs = Math.round(performance.now() - begun)
    })
    const got = await Promise.all(sent)
    trial.did('the shop is restarted')
    for (const { applied } of buyers) await applied.undo()
    const heard = buyers.filter((_, index) => trial.acknowledged(got[index] ?? {}))
    await Promise.all(heard.map(({ order }) => trial.expectPaid(order)))
    if (heard.length === buyers.length) expectInTime(trial, cutAfterMs)
    const [first] = buyers
    if (heard.length > 0 || !first) return
    // A shop that asks first had answered nobody.
    await trial.deliver(first.paid, trial.bodyOf(first.paid), { about: 'the bank sends again' })
    await trial.expectPaid(first.order)
  },
}

/** Once all are answered, a shop that saves after its answer may have saved all of them: nothing was at risk. */
const expectInTime = ({ bed }: Trial, cutAfterMs: number) => {
  const lagMs = Math.round(bed.pace.lagMs())
  if (lagMs < shortestLagMs || cutAfterMs <= lagMs) return
  throw new Unseen(
    `the power was cut ${cutAfterMs} ms after the postlinks, and your shop needs ${lagMs} ms to settle an order: ` +
      'this machine was too busy to cut it in between',
  )
}

/** An order whose shop is kept waiting for the status, if it asks. */
const payOne = async (trial: Trial) => {
  const order = await trial.order()
  const paid = await trial.payUnheard(order)
  const when = { operation: 'status' as const, invoiceId: order.invoiceId }
  const applied = await trial.applyRule({ when, then: { delayMs: statusMs }, times: 1 })
  return { order, paid, applied }
}
