import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Entry } from '../../../contracts/entry.ts'
import type { Emulator } from '../../emulator.ts'
import type { Exchanges } from '../exchanges/memory.ts'
import type { Tallies } from '../metrics/tally.ts'

const event = (entry: Entry) => `id: ${entry.seq}\nevent: ${entry.kind}\ndata: ${JSON.stringify(entry)}\n\n`

// A long journal goes out in pieces, each when the reader has taken the one before.
const piece = 500
const pieces = (entries: Entry[]): Entry[][] =>
  Array.from({ length: Math.ceil(entries.length / piece) }, (_, i) =>
    entries.slice(i * piece, (i + 1) * piece),
  )

/** Lists of entries, written in their order and each entry once; an empty list is a reset. */
const feed = (raw: ServerResponse, last: number) => {
  const queue: Entry[][] = []
  let sent = last
  let full = false
  const textOf = (entries: Entry[]) => {
    if (entries.length === 0) sent = 0
    const fresh = entries.filter(({ seq }) => seq > sent)
    sent = fresh.at(-1)?.seq ?? sent
    return entries.length === 0 ? 'event: reset\ndata: {}\n\n' : fresh.map(event).join('')
  }
  const pump = () => {
    for (let list = full ? undefined : queue.shift(); list; list = full ? undefined : queue.shift()) {
      const text = textOf(list)
      if (text !== '') full = !raw.write(text)
    }
  }
  raw.on('drain', () => {
    full = false
    pump()
  })
  return { queue, pump }
}

// As often as somebody who looks can follow.
const nudgeEveryMs = 100

/** Says that there are new exchanges, not which; it has no id, so whoever resumes counts entries alone. */
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

/** The journal as it is kept: newline-delimited JSON, or a stream of events that resumes where it broke off. */
export const journalRoutes = (app: FastifyInstance, exchanges: Exchanges, tallies: Tallies): void => {
  const open = new Set<ServerResponse>()
  // A listener never hangs up by itself, and a server that closes waits for its connections.
  app.addHook('preClose', async () => {
    for (const raw of open) raw.end()
  })
  app.get('/journal', async (request, reply) => {
    const { emulator, name } = await request.workspace()
    if (!request.headers.accept?.includes('text/event-stream')) {
      const entries = await emulator.entries()
      return reply
        .type('application/x-ndjson')
        .send(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    }
    const { raw } = reply.hijack()
    const { queue, pump } = feed(raw, Number(request.headers['last-event-id'] ?? 0) || 0)
    const early: Entry[][] = []
    let live = (entries: Entry[]) => void early.push(entries)
    // Before the journal is read: what is written meanwhile must not fall between the two.
    raw.on(
      'close',
      emulator.onEntries((entries) => live(entries)),
    )
    const tally = tallies.of(name)
    open.add(raw)
    tally.listeners += 1
    raw.on('close', () => {
      open.delete(raw)
      tally.listeners -= 1
    })
    const entries = await emulator.entries()
    // The headers go out now: a reader of an empty journal must know that it is connected, and to which.
    raw
      .writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-request-id': request.id,
        'x-journal-length': entries.at(-1)?.seq ?? 0,
        'x-journal-start': entries[0]?.at ?? 0,
      })
      .flushHeaders()
    queue.push(...pieces(entries), ...early)
    live = (list) => {
      queue.push(list)
      pump()
    }
    pump()
    if ('exchanges' in (request.query as object)) nudge(raw, emulator, exchanges)
    return reply
  })
}
