import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/event-stream') ?? false

export interface Events {
  send(event: string, data: unknown): void
  end(): void
}

/** Answers as server-sent events; those still open end when the server closes, which waits for its connections. */
export const eventSource = (app: FastifyInstance): ((reply: FastifyReply) => Events) => {
  const open = new Set<ServerResponse>()
  app.addHook('preClose', async () => {
    for (const raw of open) raw.end()
  })
  return (reply) => {
    const { raw } = reply.hijack()
    open.add(raw)
    raw.on('close', () => open.delete(raw))
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    return {
      send(event, data) {
        if (open.has(raw)) raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      },
      end: () => raw.end(),
    }
  }
}
