import type { Command } from 'commander'
import { call, type Payment } from '../client/control.ts'
import { UsageError } from '../errors.ts'
import { paymentMeant } from './meant.ts'
import { paymentColumns } from './payments.ts'
import { type Common, remote } from './remote.ts'
import { print } from './table.ts'

const verbs = {
  charge: 'take held money, or a part of it',
  cancel: 'give held money back',
  refund: 'give charged money back, or a part of it',
}

const amountOf = (text: string | undefined) => {
  if (text === undefined) return {}
  if (/^\d{1,12}(\.\d{1,2})?$/.test(text)) return { amount: Number(text) }
  throw new UsageError(`--amount is "${text}", expected an amount such as 100 or 99.90`)
}

/** What a cashier does at the bank's desk: past the shop, its token and every rule. */
export const operateCommands = (program: Command): void => {
  for (const [verb, about] of Object.entries(verbs)) {
    const command = program.command(`${verb} <invoice-or-id>`).description(about)
    if (verb !== 'cancel') command.option('--amount <amount>', 'a part, in main units (default: all of it)')
    remote(command).action(async (wanted: string, options: Common & { amount?: string }) => {
      const body = amountOf(options.amount)
      const { id } = await paymentMeant(options, wanted)
      const moved = await call<Payment>(options, 'POST', `payments/${encodeURIComponent(id)}/${verb}`, body)
      print(options.format, moved, paymentColumns, [moved])
    })
  }
}
