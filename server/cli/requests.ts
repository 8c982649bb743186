import type { Command } from 'commander'
import { call, listAll } from '../client/control.ts'
import type { exchangeLine } from '../readings/exchanges/view.ts'
import { type Common, reading } from './remote.ts'
import { type Column, print } from './table.ts'
import { when } from './when.ts'

type Line = ReturnType<typeof exchangeLine>

const toneOf = ({ status }: Line) => (status < 400 ? 'green' : status < 500 ? 'yellow' : 'red')

const columns: Column<Line>[] = [
  ['time', ({ at }) => when(at), () => 'dim'],
  ['id', ({ id }) => String(id)],
  ['status', ({ status }) => String(status), toneOf],
  ['invoice', ({ invoiceId }) => invoiceId ?? ''],
  ['request', ({ method, path }) => `${method} ${path}`],
  ['why', ({ why, findings }) => why ?? findings.map(({ id }) => id).join(', ')],
]

export const requestsCommand = (program: Command): void => {
  const requests = program
    .command('requests')
    .description("requests to the bank's side: what was asked, what was answered, and why")
  reading(requests.command('list', { isDefault: true }).description('the newest first (JSON: oldest first)'))
    .option('--invoice <id>', 'of one invoice')
    .action(async (options: Common & { invoice?: string }) => {
      const filter = new URLSearchParams(options.invoice ? { invoiceId: options.invoice } : {})
      const rows = await listAll<Line>(options, `exchanges?${filter}`, 'exchanges')
      print(options.format, { requests: rows }, columns, rows.toReversed())
    })
  reading(requests.command('show <id>').description('one whole: headers and bodies, without secrets')).action(
    async (id: string, options: Common) =>
      print('json', await call(options, 'GET', `exchanges/${encodeURIComponent(id)}`)),
  )
}
