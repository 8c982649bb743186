import type { Transaction } from '../../contracts/record.ts'
import type { Order } from './merchant.ts'
import type { Trial } from './trial.ts'
import type { Came } from './wire.ts'

interface Buyer {
  order: Order
  paid: Transaction
}

// Both copies of a postlink stand in the same row: they are to meet.
const firstRow = 8
const ordersAtOnce = 10
// A shop that takes one postlink at a time, and its time for it, is not kept at it for a quarter of an hour.
const budgetMs = 45_000

/** Every order is paid, nobody tells the merchant; then each postlink comes twice, in rows the shop can take. */
export const payManyOrders = async (trial: Trial): Promise<void> => {
  const { orders: count } = trial.bed.effort
  const buyers: Buyer[] = []
  for (let from = 0; from < count; from += ordersAtOnce) {
    const row = Array.from({ length: Math.min(ordersAtOnce, count - from) })
    buyers.push(...(await Promise.all(row.map(() => payOne(trial)))))
  }
  const delivered = await deliverAll(trial, buyers)
  await Promise.all(delivered.map(({ order }) => trial.expectPaid(order)))
}

const payOne = async (trial: Trial): Promise<Buyer> => {
  const order = await trial.order()
  return { order, paid: await trial.payUnheard(order) }
}

/** Rows grow while everything is answered, and shrink when the shop lets connections drop. Answers whom it told. */
const deliverAll = async (trial: Trial, buyers: Buyer[]): Promise<Buyer[]> => {
  const started = performance.now()
  let [size, longest, from] = [firstRow, 0, 0]
  let canGrow = true
  while (from < buyers.length && (from === 0 || performance.now() - started < budgetMs)) {
    const row = buyers.slice(from, from + size)
    const answers = await Promise.all(row.flatMap((buyer) => [deliver(trial, buyer), deliver(trial, buyer)]))
    trial.did(`${answers.length} postlinks at once`, summary(answers.map(({ got }) => got)))
    // What could not be answered in the rush comes again, one by one.
    const missed = row.filter(({ order }) => !answers.some((one) => one.ok && one.order === order))
    for (const buyer of missed) await deliver(trial, buyer)
    from += row.length
    longest = Math.max(longest, answers.length)
    if (answers.some(({ isDropped }) => isDropped)) {
      canGrow = false
      size = Math.max(1, size >> 1)
    } else if (canGrow) size *= 2
  }
  if (!canGrow) trial.did(`the shop let connections drop; postlinks went on in rows of ${2 * size}`)
  if (from < buyers.length)
    trial.did(
      `the shop takes its time: ${from} of ${buyers.length} orders were told of, ${longest} postlinks at once`,
    )
  return buyers.slice(0, from)
}

const deliver = async (trial: Trial, { order, paid }: Buyer) => {
  const got: Came = await trial.deliver(paid, trial.bodyOf(paid))
  const isDropped = got.status === undefined
  const answered = isDropped ? String(got.error) : `HTTP ${got.status}`
  return { order, ok: trial.acknowledged(got), isDropped, got: answered }
}

const summary = (answers: string[]) =>
  [...new Set(answers)].map((one) => `${answers.filter((other) => other === one).length} × ${one}`).join(', ')
