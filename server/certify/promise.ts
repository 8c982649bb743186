import { setTimeout as wait } from 'node:timers/promises'
import type { Transaction } from '../../contracts/record.ts'
import type { Manner } from './acting.ts'
import type { Bank, Body } from './bank.ts'
import type { Order } from './merchant.ts'
import type { Trial } from './trial.ts'

/** A body as the case changes it, and how it is sent. */
export interface Altered {
  body?: Body
  manner?: Manner
}

/** The bank has the money, and says so in an unusual way: the order must become paid. */
export const oddButTrue = async (trial: Trial, alter: (body: Body) => Altered): Promise<void> => {
  const order = await trial.order()
  const paid = await trial.payUnheard(order)
  const whole = trial.bodyOf(paid)
  const { body = whole, manner } = alter(whole)
  trial.expectCalm(await trial.deliver(paid, body, manner))
  await trial.expectPaid(order)
}

/**
 * The bank has declined, and somebody says it has not: a body with the right secret_hash that is true in all but what
 * the case changes. A shop that asks the status and a shop that checks every field both leave the order unpaid.
 */
export const lie = (trial: Trial, alter: (body: Body) => Altered): Promise<void> => lies(trial, [alter])

/** An order for each lie. All are said before any order is looked at: they wait for a slow shop together. */
export const lies = async (trial: Trial, alterations: ((body: Body) => Altered)[]): Promise<void> => {
  const orders: Order[] = []
  for (const alter of alterations) {
    const order = await trial.order()
    orders.push(order)
    const declined = await trial.declineUnheard(order)
    const whole = trial.lieOf(declined)
    const { body = whole, manner } = alter(whole)
    trial.expectCalm(await trial.deliver(declined, body, manner))
  }
  await Promise.all(orders.map((order) => trial.expectUnpaid(order)))
}

export const without = (body: Body, names: string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

export const noReconcile = 'certify.yaml names no reconcile: how your shop is made to ask the bank once more'

/** A body that a shop need not understand: what it acknowledges must pay, and what it refuses comes again as JSON. */
export const readOrRefused = async (
  trial: Trial,
  manner: Manner | ((body: Body) => Manner),
): Promise<void> => {
  const order = await trial.order()
  const paid = await trial.payUnheard(order)
  const body = trial.bodyOf(paid)
  const got = await trial.deliver(paid, body, typeof manner === 'function' ? manner(body) : manner)
  trial.expectCalm(got)
  if (!trial.acknowledged(got)) await trial.deliver(paid, body, { about: 'the same as plain JSON' })
  await trial.expectPaid(order)
}

/** What nobody but the shop and the bank may know. A secret_hash that the payment object names is known to all. */
export const secretsOf = (bank: Bank, { invoiceId, payment }: Order): { name: string; text: string }[] => {
  const isSent = Object.keys(payment).some((name) => /^secret_?hash$/i.test(name))
  const secretHash = isSent ? '' : (bank.secretOf(invoiceId) ?? '')
  return [
    { name: 'secret_hash', text: secretHash },
    { name: 'the client’s secret', text: bank.environment.EPAY_CLIENT_SECRET },
  ].filter(({ text }) => text.length > 3)
}

export const withQuery = (url: string, query: Record<string, string>): string => {
  const whole = new URL(url)
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, value)
  return whole.href
}

/** An order whose money the bank holds; skipped where the shop cannot ask, or charges every hold at once. */
export const heldOrder = async (trial: Trial): Promise<{ order: Order; held: Transaction }> => {
  const { bank, merchant, pace } = trial.bed
  if (!merchant.can.reconcile) trial.skip(noReconcile)
  const order = await trial.order()
  const held = await trial.pay(order)
  await trial.expectPaid(order)
  // A shop that works off a queue charges after its answer.
  await wait(pace.quietMs())
  if (bank.paidFor(order.invoiceId)?.status === 'CHARGE') trial.skip('your shop charges by itself, at once')
  return { order, held }
}

/** The hold is charged in the bank's cabinet, whole or in part, and the shop asks. */
export const chargeHold = async (trial: Trial, share: number): Promise<void> => {
  const { order, held } = await heldOrder(trial)
  const amount = order.amount * share
  await trial.bed.bank.operate(held, 'charge', amount)
  trial.did(`the bank charges ${amount} of the hold`)
  await trial.reconcile(order)
  await trial.expectPaidWith(order, amount)
}
