import { fromTiyn, type Tiyn } from '../../contracts/money.ts'
import { bankTime } from '../../contracts/time.ts'
import type { State } from '../core/state.ts'

type Settlement = State['settlements'] extends ReadonlyMap<string, infer Record> ? Record : never

const totalsOf = ({ lines }: Settlement) => {
  const sums = new Map<string, { gross: Tiyn; fee: Tiyn; payout: Tiyn }>()
  for (const { currency, gross, fee, payout } of lines) {
    const sum = sums.get(currency) ?? { gross: 0, fee: 0, payout: 0 }
    sums.set(currency, { gross: sum.gross + gross, fee: sum.fee + fee, payout: sum.payout + payout })
  }
  return [...sums].map(([currency, { gross, fee, payout }]) => ({
    currency,
    gross: fromTiyn(gross),
    fee: fromTiyn(fee),
    payout: fromTiyn(payout),
  }))
}

/** The working day it was paid on, in Kazakhstan. */
const dateOf = ({ at }: Settlement) => bankTime(at).slice(0, 10)

/** A payout in a list: its day and its sums. */
export const settlementView = (settlement: Settlement) => ({
  id: settlement.id,
  date: dateOf(settlement),
  terminal: settlement.terminal,
  payments: settlement.lines.length,
  totals: totalsOf(settlement),
  assumed: settlement.assumed,
})

/** The same, line by line. */
export const statementOf = (settlement: Settlement) => ({
  ...settlementView(settlement),
  lines: settlement.lines.map(({ gross, fee, payout, ...line }) => ({
    ...line,
    gross: fromTiyn(gross),
    fee: fromTiyn(fee),
    payout: fromTiyn(payout),
  })),
})

const columns = [
  ...(['date', 'terminal', 'paymentId', 'invoiceId', 'currency', 'gross', 'fee', 'payout'] as const),
]

const cell = (value: string | number) =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value)

/** For spreadsheets and reconciliation jobs (RFC 4180); sums with a point and two decimals. */
export const statementCsv = (settlement: Settlement): string => {
  const { date, terminal, lines } = statementOf(settlement)
  const rows = lines.map(({ transaction, invoiceId, currency, gross, fee, payout }) =>
    [date, terminal, transaction, invoiceId, currency, ...[gross, fee, payout].map((sum) => sum.toFixed(2))]
      .map(cell)
      .join(','),
  )
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}
