import type { Order, RuleRecord } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/fidelity.ts'
import { type Tiyn, toTiyn } from '../../contracts/money.ts'

interface Wish {
  order: Order
  rule?: RuleRecord
  /** The card has bonuses and spends them. */
  bonusCard?: boolean
}

export interface Bonus {
  amount: Tiyn
  rules: Rule[]
}

const unit: Tiyn = 100

/** Of the one payment that was seen with bonuses, they paid 35 of 50. */
const usual = (price: Tiyn): Tiyn => Math.floor((price * 7) / 10 / unit) * unit

/** What bonuses pay of the price, if anything: the card always pays at least one unit. */
export const bonusOf = ({ order, rule, bonusCard }: Wish): Bonus | undefined => {
  const wanted = toTiyn(rule?.then.bonus ?? 0) ?? 0
  const asked = wanted || (bonusCard || order.useBonus ? usual(order.amount) : 0)
  const amount = Math.min(asked, order.amount - unit)
  if (order.verification || amount <= 0) return undefined
  return { amount, rules: wanted ? [] : ['bonuses pay seven tenths of the price'] }
}
