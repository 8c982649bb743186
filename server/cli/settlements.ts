import type { Command } from 'commander'
import { call, listAll } from '../client/control.ts'
import type { settlementView, statementOf } from '../readings/settlements.ts'
import { type Common, remote } from './remote.ts'
import { type Column, print } from './table.ts'

type Settlement = ReturnType<typeof settlementView>
type Line = ReturnType<typeof statementOf>['lines'][number]

const sums = (of: 'gross' | 'fee' | 'payout') => (settlement: Settlement) =>
  settlement.totals.map((total) => `${total[of]} ${total.currency}`).join(', ')

const columns: Column<Settlement>[] = [
  ['id', ({ id }) => id],
  ['date', ({ date }) => date],
  ['terminal', ({ terminal }) => terminal],
  ['payments', ({ payments }) => String(payments)],
  ['taken', sums('gross')],
  ['fee', sums('fee')],
  ['paid out', sums('payout')],
]

const lineColumns: Column<Line>[] = [
  ['invoice', ({ invoiceId }) => invoiceId],
  ['payment', ({ transaction }) => transaction],
  ['taken', ({ gross, currency }) => `${gross} ${currency}`],
  ['fee', ({ fee }) => String(fee)],
  ['paid out', ({ payout }) => String(payout)],
]

export const settlementsCommand = (program: Command): void => {
  const settlements = program.command('settlements').description('what was paid out to terminals, by day')
  remote(settlements.command('list', { isDefault: true }).description('every payout, oldest first'))
    .option('--terminal <uuid>', 'of one terminal')
    .option('--date <day>', 'of one day such as 2025-02-13')
    .action(async (options: Common & { terminal?: string; date?: string }) => {
      const { terminal, date } = options
      const query = new URLSearchParams({ ...(terminal ? { terminal } : {}), ...(date ? { date } : {}) })
      const rows = await listAll<Settlement>(options, `settlements?${query}`, 'settlements')
      print(options.format, { settlements: rows }, columns, rows)
    })
  remote(settlements.command('show <id>').description('the statement of one payout, line by line')).action(
    async (id: string, options: Common) => {
      const path = `settlements/${encodeURIComponent(id)}`
      const statement = await call<ReturnType<typeof statementOf>>(options, 'GET', path)
      print(options.format, statement, lineColumns, statement.lines)
    },
  )
}
