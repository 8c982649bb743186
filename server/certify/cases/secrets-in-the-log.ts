import { setTimeout as wait } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { secretsOf } from '../promise.ts'

export const secretsInTheLog: Case = {
  name: 'secrets-in-the-log',
  promise: 'Neither secret_hash nor the client’s secret stands in the log.',
  why: 'Logs are read by many and kept for years; with the secret anybody writes true postlinks.',
  fix: 'Log the invoiceId and the outcome, not the body; never the token request.',
  catches: ['logs-secrets'],
  async run(trial) {
    const { merchant, bank, pace } = trial.bed
    if (!merchant.can.log) trial.skip('certify.yaml names no log: the file your shop’s log goes to')
    const order = await trial.order()
    await trial.pay(order)
    await trial.expectPaid(order)
    await wait(pace.quietMs())
    const log = await merchant.readLog()
    const found = secretsOf(bank, order).filter(({ text }) => log.includes(text))
    const got = found.map(({ name }) => name).join(', ') || 'none'
    trial.check('secrets in the log', 'none', got, found.length === 0)
  },
}
