import { setTimeout as wait } from 'node:timers/promises'
import type { Case } from '../case.ts'

export const bankOutOfOrder: Case = {
  name: 'bank-out-of-order',
  promise: 'When the bank cannot be asked, a postlink is not acknowledged and forgotten.',
  why:
    'A handler that answers 200 first and asks the status after loses the payment when the status ' +
    'service is down.',
  fix: 'Ask first, answer after: 5xx when the bank could not be asked, so that it sends again.',
  catches: ['asks-after-answering'],
  async run(trial) {
    const { bank, pace } = trial.bed
    const order = await trial.order()
    const when = { operation: 'status' as const, invoiceId: order.invoiceId }
    const applied = await trial.applyRule({ when, then: { answer: { status: 502 } } })
    const paid = await trial.pay(order)
    // A shop may ask after it has answered.
    await Promise.race([applied.matched(), wait(pace.quietMs())])
    await applied.undo()
    trial.did('the status service answered 502 meanwhile, and works again')
    const owed = bank.postlinkOf(paid)
    if (owed && owed.state !== 'delivered') {
      await bank.resend(paid, owed)
      trial.did('the sandbox sends the postlink again, since it was not acknowledged')
    }
    await trial.expectPaid(order)
  },
}
