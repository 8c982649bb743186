import type { Command } from 'commander'
import { call, listAll } from '../client/control.ts'
import type { postlinkView } from '../readings/payments.ts'
import { type Common, remote } from './remote.ts'
import { type Column, print } from './table.ts'

type Postlink = ReturnType<typeof postlinkView>

const columns: Column<Postlink>[] = [
  ['id', ({ id }) => id],
  ['invoice', ({ invoiceId }) => invoiceId],
  ['kind', ({ kind }) => kind],
  ['state', ({ state }) => state],
  ['answer', ({ attempts }) => String(attempts.at(-1)?.status ?? attempts.at(-1)?.error ?? '')],
  ['to', ({ url }) => url],
]

const verbs = { resend: 'send it again now', hold: 'keep a due one back', release: 'send a held one' }

export const postlinksCommand = (program: Command): void => {
  const postlinks = program.command('postlinks').description('what the shop was told, and what it answered')
  remote(postlinks.command('list', { isDefault: true }).description('every postlink, oldest first'))
    .option('--invoice <id>', 'of one invoice')
    .action(async (options: Common & { invoice?: string }) => {
      const filter = new URLSearchParams(options.invoice ? { invoiceId: options.invoice } : {})
      const rows = await listAll<Postlink>(options, `postlinks?${filter}`, 'postlinks')
      print(options.format, { postlinks: rows }, columns, rows)
    })
  const path = (id: string) => `postlinks/${encodeURIComponent(id)}`
  remote(postlinks.command('show <id>').description('one postlink: body and attempts')).action(
    async (id: string, options: Common) => print('json', await call<Postlink>(options, 'GET', path(id))),
  )
  for (const [verb, about] of Object.entries(verbs)) {
    remote(postlinks.command(`${verb} <id>`).description(about)).action(
      async (id: string, options: Common) => {
        const postlink = await call<Postlink>(options, 'POST', `${path(id)}/${verb}`)
        print(options.format, postlink, columns, [postlink])
      },
    )
  }
}
