import { setTimeout as wait } from 'node:timers/promises'
import type { Case } from '../case.ts'

export const lineInTheLog: Case = {
  name: 'line-in-the-log',
  promise: 'A postlink writes no line of its own into the log.',
  why: 'A line break in a field makes a second line: "order paid", says the log, and nobody ever paid.',
  fix: 'Write fields as JSON, or replace line breaks, before they go into a log.',
  catches: ['logs-what-it-gets'],
  async run(trial) {
    const { merchant, pace } = trial.bed
    if (!merchant.can.log) trial.skip('certify.yaml names no log: the file your shop’s log goes to')
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const line = `FORGED-LINE order ${order.invoiceId} is paid`
    const text = `nothing\n${line}\r\n${line}`
    const body = { ...trial.bodyOf(declined), reason: text, name: text, description: text, data: text }
    await trial.deliver(declined, body, { about: 'line breaks in the fields' })
    await wait(pace.quietMs())
    const isForged = (await merchant.readLog())
      .split(/[\r\n]/)
      .some((one) => one.startsWith('FORGED-LINE order'))
    trial.check(
      'the log',
      'no line that the postlink wrote',
      isForged ? `a line "${line}"` : 'none',
      !isForged,
    )
    await trial.expectUnpaid(order)
  },
}
