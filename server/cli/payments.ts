import type { Command } from 'commander'
import { type StatusName, statusNames } from '../../contracts/status-name.ts'
import { call, listAll, type Payment } from '../client/control.ts'
import { nearest, UsageError } from '../errors.ts'
import { paymentMeant } from './meant.ts'
import { type Common, reading, remote } from './remote.ts'
import { type Column, print } from './table.ts'
import { when } from './when.ts'

const tones = { CHARGE: 'green', AUTH: 'green', FAILED: 'red', REJECT: 'red' } as const
const toneOf = (status: string) => tones[status as keyof typeof tones] ?? 'yellow'

export const paymentColumns: Column<Payment>[] = [
  ['time', ({ createdAt }) => when(createdAt), () => 'dim'],
  ['invoice', ({ invoiceId }) => invoiceId],
  ['status', ({ status }) => status, ({ status }) => toneOf(status)],
  ['amount', ({ amount, currency }) => `${amount} ${currency}`],
  ['reason', ({ reasonCode, reason }) => `${reasonCode} ${reason}`],
  ['card', ({ cardMask }) => cardMask],
]

/** What people say of a payment, and the bank's word for it: no spelling is near. */
const everydayWords = new Map<string, StatusName>(
  Object.entries({
    PAID: 'CHARGE',
    HELD: 'AUTH',
    DECLINED: 'FAILED',
    REFUNDED: 'REFUND',
    CANCELLED: 'CANCEL',
  }),
)

const readStatus = (text: string): StatusName => {
  const word = text.toUpperCase()
  const found = statusNames.find((name) => name === word)
  if (found) return found
  const meant = everydayWords.get(word) ?? nearest(text, [...statusNames])[0]
  throw new UsageError(`--status is "${text}"; did you mean ${meant}? There are ${statusNames.join(', ')}`)
}

interface TakeOptions {
  invoice?: string
  terminal?: string
  currency: string
}

const filter = (options: { invoice?: string; status?: string }) =>
  new URLSearchParams({
    ...(options.invoice ? { invoiceId: options.invoice } : {}),
    ...(options.status ? { status: readStatus(options.status) } : {}),
  })

export const paymentsCommand = (program: Command): void => {
  const payments = program.command('payments').description('what was paid and what was declined')
  reading(
    payments
      .command('list', { isDefault: true })
      .description('every payment, newest first (JSON: oldest first)'),
  )
    .option('--invoice <id>', 'of one invoice')
    .option('--status <name>', 'with one status, e.g. CHARGE')
    .action(async (options: Common & { invoice?: string; status?: string }) => {
      const rows = await listAll<Payment>(options, `payments?${filter(options)}`, 'payments')
      print(options.format, { payments: rows }, paymentColumns, rows.toReversed())
    })
  reading(
    payments.command('show <invoice-or-id>').description('one payment, whole: the newest of its invoice'),
  ).action(async (wanted: string, options: Common) => print('json', await paymentMeant(options, wanted)))
  remote(
    payments
      .command('take <amount>')
      .description("a payment in the bank's cabinet, which the shop is not told of"),
  )
    .option('--invoice <id>', 'its order number (default: one of the bank)')
    .option('--terminal <uuid>', 'where it is taken (default: the test terminal of the documents)')
    .option('--currency <code>', 'KZT or USD', 'KZT')
    .action(async (amount: string, options: Common & TakeOptions) => {
      const { invoice: invoiceId, terminal, currency } = options
      const body = { amount: Number(amount), currency, invoiceId, terminal }
      const paid = await call<Payment>(options, 'POST', 'payments', body)
      print(options.format, paid, paymentColumns, [paid])
    })
}
