import type { Command } from 'commander'
import { call, listAll } from '../client/control.ts'
import type { paymentView } from '../readings/payments.ts'
import { type Common, remote } from './remote.ts'
import { type Column, print } from './table.ts'

type Payment = ReturnType<typeof paymentView>

const columns: Column<Payment>[] = [
  ['id', ({ id }) => id],
  ['invoice', ({ invoiceId }) => invoiceId],
  ['status', ({ status }) => status],
  ['amount', ({ amount, currency }) => `${amount} ${currency}`],
  ['reason', ({ reasonCode, reason }) => `${reasonCode} ${reason}`],
  ['card', ({ cardMask }) => cardMask],
]

const filter = (options: { invoice?: string; status?: string }) =>
  new URLSearchParams({
    ...(options.invoice ? { invoiceId: options.invoice } : {}),
    ...(options.status ? { status: options.status } : {}),
  })

export const paymentsCommand = (program: Command): void => {
  const payments = program.command('payments').description('what was paid and what was declined')
  remote(payments.command('list', { isDefault: true }).description('every payment, oldest first'))
    .option('--invoice <id>', 'of one invoice')
    .option('--status <name>', 'with one status, e.g. CHARGE')
    .action(async (options: Common & { invoice?: string; status?: string }) => {
      const rows = await listAll<Payment>(options, `payments?${filter(options)}`, 'payments')
      print(options.format, { payments: rows }, columns, rows)
    })
  remote(payments.command('show <id>').description('one payment, whole')).action(
    async (id: string, options: Common) =>
      print('json', await call<Payment>(options, 'GET', `payments/${encodeURIComponent(id)}`)),
  )
}
