import type { Recording } from '../../record/recording.ts'
import { type Clue, fieldAt, fieldsOf, isGiven, isGood, numberAt, of, type Sighting, textAt } from './clue.ts'

/** A charge or refund that was done, and the next status of that payment. */
interface Moved {
  by: Recording
  amount: number | undefined
  /** What was refunded of it so far, this time included; undefined where one had no amount. */
  refunded: number | undefined
  next: Recording
  payment: Record<string, unknown>
}

const amountIn = ({ request }: Recording) =>
  numberAt(request.body, 'amount') ?? numberAt(request.query, 'amount')

const transactionIn = ({ answer }: Recording) => fieldsOf(fieldAt(answer.body, 'transaction'))

const movesBy = (operation: 'charge' | 'refund', story: Recording[]): Moved[] =>
  story
    .filter((one) => of(operation)(one) && isGood(one))
    .flatMap((by) => {
      const id = by.request.params.id
      const next = story.find(
        (one) => one.number > by.number && of('status', 'statusById')(one) && transactionIn(one).id === id,
      )
      const isFollowed = story.some(
        (one) =>
          one.number > by.number &&
          one.number < (next?.number ?? 0) &&
          of('charge', 'refund', 'cancel')(one) &&
          one.request.params.id === id,
      )
      if (!next || isFollowed) return []
      const before = story.filter(
        (one) => one.number <= by.number && of('refund')(one) && isGood(one) && one.request.params.id === id,
      )
      const amounts = before.map(amountIn)
      const refunded = amounts.includes(undefined)
        ? undefined
        : amounts.reduce((sum, one) => (sum ?? 0) + (one ?? 0), 0)
      return [{ by, amount: amountIn(by), refunded, next, payment: transactionIn(next) }]
    })

const chargedInPart: Clue = (story) =>
  movesBy('charge', story).flatMap(({ amount, next, payment }): Sighting[] => {
    const held = numberAt(payment, 'orgAmount')
    if (amount === undefined || held === undefined || amount >= held) return []
    const [status, left] = [textAt(payment, 'statusName'), numberAt(payment, 'amount')]
    const saw = `${amount} of ${held} charged: ${status}, amount ${left}`
    const holds = status === 'CHARGE' && left === amount
    return [{ exchange: next.number, rule: 'partial charge releases the rest', holds, saw }]
  })

const refundedInPart: Clue = (story) =>
  movesBy('refund', story).flatMap(({ refunded, next, payment }): Sighting[] => {
    const whole = numberAt(payment, 'orgAmount')
    if (refunded === undefined || whole === undefined) return []
    const status = textAt(payment, 'statusName')
    const isAll = refunded >= whole
    const saw = `${refunded} of ${whole} refunded: ${status}`
    const rule = 'refunds add up until nothing is left, then the status is REFUND' as const
    return [{ exchange: next.number, rule, holds: (status === 'REFUND') === isAll, saw }]
  })

/** After a refund both readings differ, unless it was paid out as much. */
const payout: Clue = (story) => {
  const refunds = movesBy('refund', story).flatMap(({ refunded, next, payment }): Sighting[] => {
    const shown = numberAt(payment, 'payoutAmount')
    if (shown === undefined || !refunded) return []
    const value = shown === refunded ? 'refunded' : 'settled'
    return [
      {
        exchange: next.number,
        quirk: 'payoutAmount',
        value,
        saw: `payoutAmount ${shown} after ${refunded} refunded`,
      },
    ]
  })
  const isAnyRefunded = story.some(of('refund'))
  const unrefunded = story
    .filter((one) => of('status')(one) && isGood(one))
    .flatMap((one): Sighting[] => {
      const payment = transactionIn(one)
      const shown = numberAt(payment, 'payoutAmount') ?? 0
      if (isAnyRefunded || shown === 0 || textAt(payment, 'statusName') !== 'CHARGE') return []
      const saw = `payoutAmount ${shown} of a payment nobody refunded`
      return [{ exchange: one.number, quirk: 'payoutAmount', value: 'settled', saw }]
    })
  return [...refunds, ...unrefunded]
}

const unread: Clue = (story) =>
  story.filter(of('refund', 'charge')).flatMap((one): Sighting[] => {
    const names = Object.entries(fieldsOf(one.request.body)).filter(([, value]) => isGiven(value))
    const strange = names.find(([name]) => !/^(amount|externalid)$/i.test(name))?.[0]
    if (strange === undefined || amountIn(one) !== undefined) return []
    const value = isGood(one) ? 'ignored' : 'refused'
    return [{ exchange: one.number, quirk: 'unreadAmount', value, saw: `a name nobody reads was ${value}` }]
  })

export const operationClues: Clue[] = [chargedInPart, refundedInPart, payout, unread]
