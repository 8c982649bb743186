import type { EntryBody, RuleRecord, SettlementLine, Transaction } from '../../contracts/entry.ts'
import { assumedOf } from '../../contracts/fidelity.ts'
import { type Tiyn, toTiyn } from '../../contracts/money.ts'
import { bankOffsetMs, dayMs, type Instant } from '../../contracts/time.ts'
import { accept, type Decision } from './decision.ts'
import { type Moment, uuid } from './moment.ts'
import { ruleAbout } from './rule.ts'
import type { State } from './state.ts'
import { terminalOf } from './terminal.ts'

/** When what moves now is paid out: the first minute of the next working day in Kazakhstan (assumed). */
export const nextPayout = (at: Instant): Instant => {
  let day = Math.floor((at + bankOffsetMs(at)) / dayMs) + 1
  while (isWeekend(day)) day += 1
  return day * dayMs - bankOffsetMs(day * dayMs - bankOffsetMs(at))
}

/** 1 January 1970 was a Thursday. */
const isWeekend = (day: number) => [2, 3].includes(day % 7)

/** From card to card nothing is the merchant's, and what it pays out it has sent already. */
export const isMerchants = ({ transfer }: Transaction): boolean => !transfer || transfer.kind === 'aft'

/** What has moved and was not paid out yet; negative when more went back than was charged. */
export const unsettled = (transaction: Transaction): Tiyn => {
  const { charged, refunded, settled } = transaction
  return isMerchants(transaction) ? charged - refunded - (settled?.gross ?? 0) : 0
}

/** The bank's fee is of what is taken; of what goes back it returns nothing. */
const feeOf = (gross: Tiyn, percent: number): Tiyn => (gross > 0 ? Math.round((gross * percent) / 100) : 0)

const lineOf = (transaction: Transaction, percent: number, rule?: RuleRecord): SettlementLine => {
  const gross = unsettled(transaction)
  const fee = feeOf(gross, percent)
  const wrong = Object(rule?.then.payout).amount as number | undefined
  return {
    transaction: transaction.id,
    invoiceId: transaction.order.invoiceId,
    currency: transaction.order.currency,
    gross,
    fee,
    payout: wrong === undefined ? gross - fee : (toTiyn(wrong) ?? 0),
  }
}

/** A working day begins: everything that moved at the terminal before it is paid out, unless a rule keeps it back. */
export const runSettlement = (
  state: State,
  terminal: string,
  moment: Moment,
): Decision<Record<never, never>> => {
  const percent = terminalOf(state, terminal)?.feePercent ?? 0
  const moved = [...state.transactions.values()].filter(
    (transaction) => transaction.order.terminal === terminal && unsettled(transaction) !== 0,
  )
  const ruled = moved.map((transaction) => ({ transaction, rule: ruleAbout(state, 'payout', transaction) }))
  const lines = ruled
    .filter(({ rule }) => rule?.then.payout !== 'late')
    .map(({ transaction, rule }) => lineOf(transaction, percent, rule))
  const used = new Set(ruled.flatMap(({ rule }) => rule ?? []))
  const settlement = {
    id: uuid(moment.draw('settlement')),
    ...{ terminal, at: moment.now, lines },
    assumed: assumedOf(['payout is made at the start of the next working day, less the fee']),
  }
  const again = lines.length < moved.length ? nextPayout(moment.now) : undefined
  const made: EntryBody = { kind: 'settlement made', settlement, ...(again ? { again } : {}) }
  const noted = [...used].map(
    ({ id }): EntryBody => ({ kind: 'rule matched', rule: id, asked: 'run settlement' }),
  )
  return accept([made, ...noted], {})
}
