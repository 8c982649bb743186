import { createServer, type IncomingMessage } from 'node:http'
import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { systemClock } from '../../server/adapters/clock/system.ts'
import { httpCourier } from '../../server/adapters/courier/courier.ts'
import { sqliteJournal } from '../../server/adapters/journal/sqlite.ts'
import type { CommandKind, CommandOf } from '../../server/core/command.ts'
import { checkLedger } from '../../server/core/ledger.ts'
import { defaultWorkspace, openWorkspaces, type Workspace } from '../../server/workspace/workspaces.ts'
import { noon, settingsWith, world } from '../core/given.ts'
import type { Books } from './child.ts'

/**
 * The sandbox to be killed: emulator, SQLite and courier are the real ones. Its web framework would be most of a
 * round, so commands come as JSON to a bare server. Waits for the name of a file before it opens anything.
 */
const open = async (file: string) => {
  const workspaces = await openWorkspaces({
    world,
    journal: await sqliteJournal(file),
    clock: systemClock(),
    courier: httpCourier({ allow: [] }),
    // Often, so that some are cut off half-way.
    snapshotEvery: 20,
    opening: () => ({ settings: settingsWith(), clock: { mode: 'virtual', now: noon, set: false } }),
  })
  return workspaces.get(defaultWorkspace)
}

const booksOf = async ({ emulator }: Workspace): Promise<Books> => {
  const entries = await emulator.entries()
  return {
    payments: [...emulator.state().transactions.values()].map(
      ({ id, order, reasonCode, charged, refunded }) => {
        const { invoiceId } = order
        return { id, invoiceId, reasonCode, charged, refunded }
      },
    ),
    gaps: entries.filter(({ seq }, i) => seq !== i + 1).map(({ seq }) => seq),
    violations: checkLedger(emulator.state()),
  }
}

const answerTo = async (workspace: Workspace, request: IncomingMessage): Promise<unknown> => {
  const { emulator, timekeeper } = workspace
  if (request.url === '/books') return booksOf(workspace)
  if (request.url === '/idle') return timekeeper.idle()
  return emulator.execute((await json(request)) as CommandOf<CommandKind> & { kind: CommandKind })
}

// Nobody who is killed writes it at the end.
flushCompileCache()
process.on('disconnect', () => process.exit())
process.once('message', async (file: string) => {
  process.send?.({ opens: file })
  const workspace = await open(file)
  const server = createServer(async (request, response) => {
    response.end(JSON.stringify((await answerTo(workspace, request)) ?? {}))
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
})
