import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { endpoints } from './answers.ts'

/** The least a server in Node.js can do: reads the body, parses it, checks nothing, answers a constant. */
const parsers: Record<string, (text: string) => unknown> = {
  'application/json': JSON.parse,
  'application/x-www-form-urlencoded': (text) => new URLSearchParams(text),
}
const answers = new Map(endpoints)

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    parsers[request.headers['content-type'] ?? '']?.(Buffer.concat(chunks).toString())
    const answer = answers.get(request.url ?? '')
    const body = JSON.stringify(answer ?? { error: 'not found' })
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    response.writeHead(answer ? 200 : 404, headers).end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: `http://127.0.0.1:${port}` })}\n`)
})
