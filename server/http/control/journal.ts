import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Exchanges } from '../../readings/exchanges/memory.ts'
import type { CountersByWorkspace } from '../../readings/metrics/counters.ts'
import type { Emulator } from '../../workspace/emulator.ts'
import type { Workspaces } from '../../workspace/workspaces.ts'
import { piecesOf, streamJournal } from './journal-stream.ts'

// As often as somebody who looks can follow.
const nudgeEveryMs = 100

/** Says that there are new exchanges, not which; it has no id, so anyone who resumes counts entries alone. */
const nudge = (raw: ServerResponse, emulator: Emulator, exchanges: Exchanges) => {
  let timer: NodeJS.Timeout | undefined
  const tell = () => {
    timer = undefined
    if (!raw.writableNeedDrain) raw.write('event: exchanges\ndata: {}\n\n')
  }
  const stop = exchanges.onKept(emulator, () => {
    timer ??= setTimeout(tell, nudgeEveryMs)
  })
  raw.on('close', () => {
    stop()
    clearTimeout(timer)
  })
}

async function* linesOf(emulator: Emulator) {
  for await (const entries of piecesOf(emulator))
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

interface JournalParts {
  workspaces: Workspaces
  exchanges: Exchanges
  counters: CountersByWorkspace
}

/** The journal as it is kept: newline-delimited JSON, or a stream of events that resumes where it broke off. */
export const journalRoutes = (
  app: FastifyInstance,
  { workspaces, exchanges, counters }: JournalParts,
): void => {
  const open = new Map<ServerResponse, Emulator>()
  // A reader that only sees the end would come back, and make the workspace again by asking for it.
  workspaces.onRemoved(({ name, emulator }) => {
    for (const [raw, read] of open)
      if (read === emulator) raw.end(`event: gone\ndata: ${JSON.stringify({ workspace: name })}\n\n`)
  })
  // A listener never hangs up by itself, and a server that closes waits for its connections.
  app.addHook('preClose', async () => {
    for (const raw of open.keys()) raw.end()
  })
  app.get('/journal', async (request, reply) => {
    const { emulator, name } = await request.workspace()
    if (!request.headers.accept?.includes('text/event-stream')) {
      return reply.type('application/x-ndjson').send(Readable.from(linesOf(emulator)))
    }
    const { raw } = reply.hijack()
    const own = counters.of(name)
    open.set(raw, emulator)
    own.listeners += 1
    raw.on('close', () => {
      open.delete(raw)
      own.listeners -= 1
    })
    const [first] = await emulator.entries(0, 1)
    // The headers go out now: a reader of an empty journal must know that it is connected, and to which.
    raw
      .writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-request-id': request.id,
        'x-journal-length': emulator.place().seq,
        'x-journal-start': first?.at ?? 0,
        'x-journal-held-at': emulator.heldAt() ?? 0,
      })
      .flushHeaders()
    streamJournal(raw, emulator, Number(request.headers['last-event-id'] ?? 0) || 0)
    if ('exchanges' in (request.query as object)) nudge(raw, emulator, exchanges)
    return reply
  })
}
