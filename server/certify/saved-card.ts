import type { Rule } from '../../contracts/rule.ts'
import type { Order } from './merchant.ts'
import type { Trial } from './trial.ts'
import { Trouble } from './trouble.ts'

/** The merchant charges a saved card, and the bank does what the case wants. Answers the order it was for. */
export const chargeSavedCard = async (trial: Trial, then?: Rule['then']): Promise<Order> => {
  const { bank, merchant } = trial.bed
  const known = new Set(bank.transactions().map(({ id }) => id))
  const applied = then && (await trial.applyRule({ when: { operation: 'savedCard' }, then, times: 1 }))
  const said = await merchant.chargeSavedCard()
  await applied?.undo()
  const made = bank.transactions().find(({ id, via }) => via === 'saved card' && !known.has(id))
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
