import type { Transaction } from '../../contracts/record.ts'
import { seenText } from './evidence.ts'
import { allowedStates, type Event, type Truth, truthAfter, unheard } from './interleaving.ts'
import type { Order, OrderSeen } from './merchant.ts'
import { isPaidOnce } from './observer.ts'
import type { TestBed } from './test-bed.ts'
import { openTrial, type Trial } from './trial.ts'
import { Trouble } from './trouble.ts'

export interface Played {
  events: Event[]
  seen: { event: Event; told: string }[]
  /** What went wrong, if anything did. */
  wrong?: string
}

interface Stage {
  trial: Trial
  order: Order
  paid?: Transaction
}

const paidOn = ({ paid }: Stage): Transaction => {
  if (!paid) throw new Error('the bank has decided nothing yet')
  return paid
}

const tell = async (stage: Stage) => {
  const paid = paidOn(stage)
  await stage.trial.deliver(paid, stage.trial.bodyOf(paid))
}

const players: Record<Event, (stage: Stage) => Promise<void>> = {
  async answer(stage) {
    stage.paid = await stage.trial.payUnheard(stage.order)
  },
  return: ({ trial, order }) => trial.returnToShop(order),
  postlink: tell,
  duplicate: tell,
  poll: ({ trial, order }) => trial.reconcile(order),
  async cancel(stage) {
    const paid = paidOn(stage)
    await stage.trial.bed.bank.operate(paid, paid.status === 'AUTH' ? 'cancel' : 'refund')
  },
}

/** One order, these events in this order; after each of them the order must be in a state that is true. */
export const playEvents = async (bed: TestBed, events: Event[]): Promise<Played> => {
  const trial = openTrial(bed)
  trial.needsCount()
  const stage: Stage = { trial, order: await trial.order() }
  const played: Played = { events, seen: [] }
  let truth = unheard
  for (const event of events) {
    truth = truthAfter(truth, event)
    try {
      await players[event](stage)
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      return { ...played, wrong: `${event}: ${error.message}` }
    }
    const found = await lookFor(stage, truth)
    played.seen.push({ event, told: seenText(found) })
    const wrong = judge(stage.order, truth, found)
    if (wrong) return { ...played, wrong: `after ${event}: ${wrong}` }
  }
  return played
}

const lookFor = async ({ trial, order }: Stage, truth: Truth): Promise<OrderSeen | undefined> => {
  const [only, ...others] = allowedStates(truth) as OrderSeen['state'][]
  return only && others.length === 0 && only !== 'unpaid'
    ? trial.lookUntil(order, only)
    : trial.lookAfterLag(order)
}

const judge = (order: Order, truth: Truth, found: OrderSeen | undefined): string | undefined => {
  if (!found) return undefined
  const allowed = allowedStates(truth)
  if (!allowed.includes(found.state))
    return `the order is ${seenText(found)}, expected ${allowed.join(' or ')}`
  if (found.state === 'paid' && !isPaidOnce(order, found))
    return `the order is ${seenText(found)}, expected ${order.amount} once`
  return undefined
}
