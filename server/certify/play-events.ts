import type { Transaction } from '../../contracts/record.ts'
import { seenText } from './evidence.ts'
import {
  allowedStates,
  type Event,
  type Happening,
  type Truth,
  textOf,
  truthAfter,
  truthSeen,
  unheard,
} from './interleaving.ts'
import type { Order, OrderSeen } from './merchant.ts'
import { isPaidOnce } from './observer.ts'
import type { TestBed } from './test-bed.ts'
import { openTrial, type Trial } from './trial.ts'
import { Trouble, Unseen } from './trouble.ts'

export interface Played {
  /** Up to the one that went wrong. */
  story: Happening[]
  seen: { event: string; found: string }[]
  /** What went wrong, if anything did. */
  wrong?: string
  /** Why nobody could see it. */
  unseen?: string
}

interface Stage {
  trial: Trial
  order: Order
  paid?: Transaction
  declined?: Transaction
}

const happened = (transaction: Transaction | undefined): Transaction => {
  if (!transaction) throw new Error('the bank has decided nothing yet')
  return transaction
}

const tell = async ({ trial, paid }: Stage) => {
  await trial.deliver(happened(paid), trial.bodyOf(happened(paid)))
}

const players: Record<Event, (stage: Stage) => Promise<void>> = {
  async decline(stage) {
    stage.declined = await stage.trial.declineUnheard(stage.order)
  },
  async forged({ trial, order }) {
    const declined = await trial.declineUnheard(order)
    const body = { ...trial.lieOf(declined), secret_hash: '0'.repeat(32) }
    await trial.deliver(declined, body, { about: 'a success with a wrong secret_hash' })
  },
  async answer(stage) {
    stage.paid = await stage.trial.payUnheard(stage.order)
  },
  async return({ trial, order }) {
    await trial.returnToShop(order)
  },
  postlink: tell,
  duplicate: tell,
  async failure({ trial, declined }) {
    await trial.deliver(happened(declined), trial.bodyOf(happened(declined)))
  },
  poll: ({ trial, order }) => trial.reconcile(order),
  async cancel({ trial, order, paid }) {
    const { bank } = trial.bed
    // A shop may have charged by itself what was held when the buyer paid.
    const isHeld = bank.paidFor(order.invoiceId)?.status === 'AUTH'
    await bank.operate(happened(paid), isHeld ? 'cancel' : 'refund')
  },
}

/** One order, these events in this order; after each of them the order must be in a state that may be true. */
export const playEvents = async (bed: TestBed, story: Happening[]): Promise<Played> => {
  const trial = openTrial(bed)
  const stage: Stage = { trial, order: await trial.order() }
  const played: Played = { story, seen: [] }
  let truth = unheard
  for (const [index, happening] of story.entries()) {
    truth = happening.reduce(truthAfter, truth)
    const event = textOf([happening])
    const soFar = { ...played, story: story.slice(0, index + 1) }
    try {
      await Promise.all(happening.map((one) => players[one](stage)))
      const found = await lookFor(stage, truth, index === story.length - 1)
      played.seen.push({ event, found: seenText(found) })
      const wrong = judge(stage, truth, found)
      if (wrong) return { ...soFar, wrong: `after ${event}: ${wrong}` }
      truth = truthSeen(truth, found?.state ?? '')
    } catch (error) {
      if (error instanceof Unseen && !bed.merchant.child?.ended())
        return { ...soFar, unseen: `${event}: ${error.message}` }
      if (!(error instanceof Trouble)) throw error
      return { ...soFar, wrong: `${event}: ${bed.merchant.child?.ended() ?? error.message}` }
    }
  }
  return played
}

/** Money that is held may be told of as held or as paid; released, as refunded or as unpaid. */
const statesIn = ({ trial }: Stage, truth: Truth): string[] => {
  const states = allowedStates(truth)
  if (trial.bed.bank.stages === 'one') return states
  return [
    ...states,
    ...(states.includes('paid') ? ['held'] : []),
    ...(states.includes('refunded') ? ['unpaid'] : []),
  ]
}

const lookFor = async (stage: Stage, truth: Truth, isLast: boolean): Promise<OrderSeen | undefined> => {
  const { trial, order } = stage
  const states = statesIn(stage, truth)
  // What it may still be, it is: only what it must become is waited for.
  const found = states.includes('unpaid')
    ? await trial.look(order)
    : await trial.lookUntil(order, ({ state }) => states.includes(state))
  return isLast ? trial.lookAfterQuiet(order) : found
}

const judge = (stage: Stage, truth: Truth, found: OrderSeen | undefined): string | undefined => {
  if (!found) return undefined
  const { order } = stage
  const states = statesIn(stage, truth)
  if (!states.includes(found.state)) return `the order is ${seenText(found)}, expected ${states.join(' or ')}`
  if (found.state === 'paid' && !isPaidOnce(order, found))
    return `the order is ${seenText(found)}, expected ${order.amount} once`
  return undefined
}
