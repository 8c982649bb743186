import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { machineTime } from './schedule.ts'

/** A merchant in a process of its own: takes postlinks, notes when each came, and tells it when asked. */
let taken: [invoiceId: string, atMs: number][] = []

const server = createServer(async (request, response) => {
  const atMs = machineTime.now()
  if (request.method === 'GET') {
    response.end(JSON.stringify(taken))
    taken = []
    return
  }
  const { invoiceId } = (await json(request)) as { invoiceId: string }
  response.end()
  taken.push([invoiceId, atMs])
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: `http://127.0.0.1:${port}` })}\n`)
})
