import { mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { isBankHost } from '../../contracts/bank-host.ts'
import { writeWhole } from '../files/whole-file.ts'
import { hostOf } from '../redaction/guard.ts'
import { checkReachByName } from '../redaction/reach.ts'
import { openRedactor } from '../redaction/redact.ts'
import { type Exchange, toRecording } from './exchange.ts'
import { fileNameOf, type Recording } from './recording.ts'
import { type Asked, checkUpstream, route, type Upstream } from './upstream.ts'

export interface RecorderOptions {
  upstream: Upstream
  out: string
  port?: number
  /** Hosts of `--i-own`: another sandbox far from here. */
  own?: string[]
  onRecorded?(recording: Recording): void
  onFault?(error: Error): void
}

/** A reverse proxy between a merchant and the bank; an exchange is on the disk before the merchant has its answer. */
export const startRecorder = async (options: RecorderOptions) => {
  const { upstream, out, port = 0, own = [], onRecorded = () => {}, onFault = () => {} } = options
  checkUpstream(upstream)
  const urls = [upstream.oauth, upstream.api, upstream.page].filter((url) => url !== undefined)
  for (const url of urls.filter((url) => !isBankHost(hostOf(url))))
    await checkReachByName({ who: 'record', own }, url)
  await mkdir(out, { recursive: true })
  const redactor = openRedactor()
  let count = 0
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { exchange, answer } = await pass(upstream, request, ++count)
    const recording = await toRecording(exchange, redactor)
    await writeWhole(join(out, fileNameOf(recording)), `${JSON.stringify(recording, null, 2)}\n`, {
      isNew: true,
    })
    onRecorded(recording)
    response.writeHead(answer.status, headersBack(answer)).end(exchange.answer.body)
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: Error) => {
      onFault(error)
      const message = `epay-sandbox record: ${wordsOf(error)}`
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ code: -1, message }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Asks the bank what the merchant asked. */
const pass = async (upstream: Upstream, request: IncomingMessage, number: number) => {
  const { method = 'GET', url: target = '/', headers } = request
  const { authorization = '', 'content-type': contentType = '' } = headers
  const asked = route(upstream, method, target)
  const body = await buffer(request)
  const answer = await forward(request, asked, body)
  const got = Buffer.from(await answer.arrayBuffer())
  const exchange: Exchange = {
    ...{ number, method, target, authorization, asked },
    request: { contentType, body },
    answer: { status: answer.status, contentType: answer.headers.get('content-type') ?? '', body: got },
  }
  return { exchange, answer }
}

const wordsOf = (error: Error): string => (error.cause as Error | undefined)?.message ?? error.message

// Hop-by-hop, or true of one connection only.
const ownHeaders = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'upgrade'],
  ...['transfer-encoding', 'content-length', 'content-encoding', 'host', 'accept-encoding', 'expect'],
])

const forward = (request: IncomingMessage, { url }: Asked, body: Buffer) => {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    ownHeaders.has(name) || value === undefined ? [] : [[name, String(value)]],
  )
  return fetch(url, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  })
}

const headersBack = (answer: Response) => {
  const headers = [...answer.headers].filter(([name]) => !ownHeaders.has(name) && name !== 'set-cookie')
  const cookies = answer.headers.getSetCookie()
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) }
}
