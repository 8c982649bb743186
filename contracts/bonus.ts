import type { Tiyn } from './money.ts'
import type { Transaction } from './record.ts'

type Paid = Pick<Transaction, 'order' | 'bonus'>

/** What the card pays: the price less what bonuses pay of it. */
export const cardPart = ({ order, bonus = 0 }: Paid): Tiyn => order.amount - bonus
