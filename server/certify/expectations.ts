import type { Bank } from './bank.ts'
import { seenText } from './evidence.ts'
import type { Order, OrderSeen } from './merchant.ts'
import type { Notes } from './notes.ts'
import { isPaidOnce, type Observer } from './observer.ts'
import type { TestBed } from './test-bed.ts'
import type { Came } from './wire.ts'

type State = OrderSeen['state']

interface Judged {
  /** The states that are right. */
  may: State[]
  ok: boolean
}

/** What a case expects to see. */
export const openExpectations = ({ merchant, bank }: TestBed, notes: Notes, observer: Observer) => {
  const { check, counting, left } = notes
  const judge = (order: Order, expected: string, found: OrderSeen | undefined, { may, ok }: Judged) => {
    const unsure = !found || (found.state === 'unknown' && !ok)
    const { invoiceId } = order
    check(`order ${invoiceId}`, expected, seenText(found), unsure ? undefined : ok, invoiceId)
    if (found && !unsure) left.set(invoiceId, { order, found, may, ok })
    else left.delete(invoiceId)
  }
  const judgeState = (order: Order, expected: string, found: OrderSeen | undefined, may: State[]) =>
    judge(order, expected, found, { may, ok: found !== undefined && may.includes(found.state) })
  const becomes = async (order: Order, may: State[]): Promise<void> => {
    const found = await observer.lookUntil(order, ({ state }) => may.includes(state))
    judgeState(order, may.join(' or '), found, may)
  }
  const becomesPaid = async (order: Order, amount: number): Promise<void> => {
    const found = await observer.lookUntil(order, ({ state }) => state === 'paid')
    const ok = found !== undefined && isPaidOnce(order, found, amount)
    const uncounted = found?.amount === undefined && found?.times === undefined
    // A wrong path in the probe must not pass as a count of one.
    if (ok && merchant.can.count && uncounted)
      check(
        `order ${order.invoiceId}`,
        `paid, ${amount} once`,
        'paid, but neither amount nor times are where the probe says',
        undefined,
        order.invoiceId,
      )
    else judge(order, `paid, ${amount} once`, found, { may: ['paid'], ok })
  }
  return {
    /** Also counts, when the probe tells an amount or a number of times. Money that is held may be paid or held. */
    expectPaid: (order: Order): Promise<void> =>
      isHeld(bank, order) ? becomes(order, ['held', 'paid']) : becomesPaid(order, order.amount),
    /** Paid with another sum than was ordered. */
    expectPaidWith: becomesPaid,
    expectUnpaid: async (order: Order): Promise<void> =>
      judgeState(order, 'unpaid', await observer.lookAfterQuiet(order), ['unpaid']),
    /** Whatever the shop was going to do about it, the order is as it was. */
    async expectStill(order: Order, may: State[]): Promise<void> {
      judgeState(order, `still ${may.join(' or ')}`, await observer.lookAfterQuiet(order), may)
    },
    /** The shop may charge by itself, also long after its answer: then the order is paid in truth. */
    async expectHeld(order: Order): Promise<void> {
      const found = await observer.lookAfterQuiet(order)
      const may: State[] = isHeld(bank, order) ? ['held', 'unpaid'] : ['held', 'unpaid', 'paid']
      judgeState(order, `still ${may.join(' or ')}`, found, may)
    },
    expectRefunded: (order: Order): Promise<void> => becomes(order, ['refunded']),
    /** Money that was held and never taken: some shops call it refunded, others unpaid. */
    expectReleased: (order: Order): Promise<void> => becomes(order, ['refunded', 'unpaid']),
    ...openAnswers(notes),
    /** A state that is "paid" both times shows no double payment. */
    needsCount(): void {
      counting.on = true
      if (merchant.can.count || !merchant.can.probe) return
      check('how often it was paid', 'once', 'the probe tells neither amount nor times', undefined)
    },
  }
}

const isHeld = ({ paidFor }: Bank, { invoiceId }: Order) => paidFor(invoiceId)?.status === 'AUTH'

/** What a case expects of an answer. */
const openAnswers = ({ check }: Notes) => ({
  /** An endpoint that closes the connection or answers 500 gets each postlink again, which hides the real mistake. */
  expectCalm({ status, error }: Came, what = 'the endpoint stays calm'): void {
    const ok = status !== undefined && (status < 500 || status === 501)
    check(what, 'an answer below 500', status === undefined ? String(error) : `HTTP ${status}`, ok)
  },
  acknowledged: ({ status = 0 }: Pick<Came, 'status'>): boolean => status >= 200 && status < 300,
  expectAcknowledged({ status, error }: Pick<Came, 'status' | 'error'>): void {
    const ok = status !== undefined && status >= 200 && status < 300
    check('the answer', '2xx, so that the bank is content', String(status ?? error), ok)
  },
})
