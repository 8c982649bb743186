import { setTimeout as wait } from 'node:timers/promises'
import type { Rule } from '../../contracts/rule.ts'
import type { Order } from './merchant.ts'
import type { Trial } from './trial.ts'
import { Trouble } from './trouble.ts'

const lookAgainMs = 25

/** The merchant charges a saved card, and the bank does what the case wants. Answers the order it was for. */
export const chargeSavedCard = async (trial: Trial, then?: Rule['then']): Promise<Order> => {
  const { bank, merchant, pace } = trial.bed
  const known = new Set(bank.transactions().map(({ id }) => id))
  const applied = then && (await trial.applyRule({ when: { operation: 'savedCard' }, then, times: 1 }))
  const said = await merchant.chargeSavedCard()
  const find = () => bank.transactions().find(({ id, via }) => via === 'saved card' && !known.has(id))
  // A shop that works off a queue charges after its answer.
  const until = performance.now() + pace.longestWaitMs()
  while (!find() && performance.now() < until) await wait(lookAgainMs)
  const made = find()
  await applied?.undo()
  trial.did(
    then
      ? `the shop charges a saved card; the bank: ${JSON.stringify(then)}`
      : 'the shop charges a saved card',
    said.text.slice(0, 120),
  )
  if (!made) throw new Trouble('the shop charged no saved card at the sandbox')
  await bank.heard(made)
  const { invoiceId, currency, backLink, failureBackLink, amount } = made.order
  trial.bed.invoiceIds.push(invoiceId)
  const links = { backLink, failureBackLink }
  return { invoiceId, currency, ...links, amount: amount / 100, payment: {}, pageUrl: '', raw: said.text }
}
