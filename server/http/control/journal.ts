import type { FastifyInstance } from 'fastify'
import type { Entry } from '../../../contracts/entry.ts'

const event = (entry: Entry) => `id: ${entry.seq}\nevent: ${entry.kind}\ndata: ${JSON.stringify(entry)}\n\n`

/** The journal as it is kept: newline-delimited JSON, or a stream of events that resumes where it broke off. */
export const journalRoutes = (app: FastifyInstance): void => {
  app.get('/journal', async (request, reply) => {
    const { emulator } = await request.workspace()
    const entries = await emulator.entries()
    if (!request.headers.accept?.includes('text/event-stream')) {
      return reply
        .type('application/x-ndjson')
        .send(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    }
    const last = Number(request.headers['last-event-id'] ?? 0) || 0
    const { raw } = reply.hijack()
    // The headers go out now: a reader of an empty journal must know that it is connected.
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
    const write = (list: Entry[]) => raw.write(list.map(event).join(''))
    write(entries.filter(({ seq }) => seq > last))
    raw.on('close', emulator.onEntries(write))
    return reply
  })
}
