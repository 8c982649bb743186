import type { Manner } from './acting.ts'
import type { Body } from './bank.ts'
import type { Trial } from './trial.ts'

/** A body as the case bends it, and how it is sent. */
export interface Bent {
  body?: Body
  manner?: Manner
}

/** The bank has the money, and says so in an unusual way: the order must become paid. */
export const oddButTrue = async (trial: Trial, bend: (body: Body) => Bent): Promise<void> => {
  const order = await trial.order()
  const paid = await trial.payUnheard(order)
  const whole = trial.bodyOf(paid)
  const { body = whole, manner } = bend(whole)
  trial.expectCalm(await trial.deliver(paid, body, manner))
  await trial.expectPaid(order)
}

/**
 * The bank has declined, and somebody says it has not: a body with the right secret_hash that is true in all but what
 * the case bends. A shop that asks the status and a shop that checks every field both leave the order unpaid.
 */
export const lie = async (trial: Trial, bend: (body: Body) => Bent): Promise<void> => {
  const order = await trial.order()
  const declined = await trial.declineUnheard(order)
  const whole = trial.lieOf(declined)
  const { body = whole, manner } = bend(whole)
  trial.expectCalm(await trial.deliver(declined, body, manner))
  await trial.expectUnpaid(order)
}

export const without = (body: Body, names: string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
