import type { Transaction } from '../../contracts/record.ts'
import type { Order } from './merchant.ts'
import type { Trial } from './trial.ts'

interface Buyer {
  order: Order
  paid: Transaction
}

const inRows = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** Every order is paid, nobody tells the merchant; then each postlink comes twice, all in the same moment. */
export const payManyOrders = async (trial: Trial): Promise<void> => {
  const { orders: count } = trial.bed.effort
  const buyers: Buyer[] = []
  for (const row of inRows(Array.from({ length: count }), 10)) {
    buyers.push(...(await Promise.all(row.map(() => payOne(trial)))))
  }
  const answers = await Promise.all([...buyers, ...buyers].map((buyer) => deliver(trial, buyer)))
  trial.did(`${answers.length} postlinks at once`, summary(answers.map(({ came }) => came)))
  // What could not be answered in the rush comes again, one by one.
  const missed = buyers.filter(({ order }) => !answers.some((one) => one.ok && one.order === order))
  for (const buyer of missed) await deliver(trial, buyer)
  await Promise.all(buyers.map(({ order }) => trial.expectPaid(order)))
}

const payOne = async (trial: Trial): Promise<Buyer> => {
  const order = await trial.order()
  return { order, paid: await trial.payUnheard(order) }
}

const deliver = async (trial: Trial, { order, paid }: Buyer) => {
  const came = await trial.deliver(paid, trial.bodyOf(paid))
  const answered = came.status === undefined ? String(came.error) : `HTTP ${came.status}`
  return { order, ok: trial.acknowledged(came), came: answered }
}

const summary = (answers: string[]) =>
  [...new Set(answers)].map((one) => `${answers.filter((other) => other === one).length} × ${one}`).join(', ')
