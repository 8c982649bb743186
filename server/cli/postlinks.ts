import type { Command } from 'commander'
import { call, listAll, type Postlink } from '../client/control.ts'
import { postlinkMeant } from './meant.ts'
import { type Common, reading, remote } from './remote.ts'
import { type Column, print } from './table.ts'
import { when } from './when.ts'

const tones = { due: 'yellow', held: 'yellow', delivered: 'green', failed: 'red' } as const

const columns: Column<Postlink>[] = [
  ['time', ({ owedAt }) => when(owedAt), () => 'dim'],
  ['invoice', ({ invoiceId }) => invoiceId],
  ['kind', ({ kind }) => kind],
  ['state', ({ state }) => state, ({ state }) => tones[state]],
  ['answer', ({ attempts }) => String(attempts.at(-1)?.status ?? attempts.at(-1)?.error ?? '')],
  ['to', ({ url }) => url],
]

const verbs = { resend: 'send it again now', hold: 'keep a due one back', release: 'send a held one' }

export const postlinksCommand = (program: Command): void => {
  const postlinks = program.command('postlinks').description('what the shop was told, and what it answered')
  reading(
    postlinks
      .command('list', { isDefault: true })
      .description('every postlink, newest first (JSON: oldest first)'),
  )
    .option('--invoice <id>', 'of one invoice')
    .action(async (options: Common & { invoice?: string }) => {
      const filter = new URLSearchParams(options.invoice ? { invoiceId: options.invoice } : {})
      const rows = await listAll<Postlink>(options, `postlinks?${filter}`, 'postlinks')
      print(options.format, { postlinks: rows }, columns, rows.toReversed())
    })
  reading(postlinks.command('show <invoice-or-id>').description('one postlink: body and attempts')).action(
    async (wanted: string, options: Common) => print('json', await postlinkMeant(options, wanted)),
  )
  for (const [verb, about] of Object.entries(verbs)) {
    remote(postlinks.command(`${verb} <invoice-or-id>`).description(about)).action(
      async (wanted: string, options: Common) => {
        const { id } = await postlinkMeant(options, wanted)
        const postlink = await call<Postlink>(options, 'POST', `postlinks/${encodeURIComponent(id)}/${verb}`)
        print(options.format, postlink, columns, [postlink])
      },
    )
  }
}
