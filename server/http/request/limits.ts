import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyRequest } from 'fastify'
import { wellFormedHost } from './address.ts'

/** What one request may cost before anything has looked at it, and the words for one that costs more. */

/** How long a client may take. Answers may take as long as they like: a stream of the journal never ends. */
export interface Timeouts {
  headersMs: number
  requestMs: number
  /** How often it is looked at. */
  checkMs: number
}

const defaults: Timeouts = { headersMs: 15_000, requestMs: 30_000, checkMs: 5_000 }

const maxHeaderBytes = 16 * 1024
export const maxBodyBytes = 256 * 1024
// The longest is an accountId.
const maxParamLength = 255

const sentences: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: `The body is larger than ${maxBodyBytes / 1024} KiB, and no message is: send less`,
  FST_ERR_MAX_PARAM_LENGTH: `A part of the path is longer than ${maxParamLength} characters: no id is`,
  FST_ERR_BAD_URL: 'The path cannot be decoded: write % as %25, and other letters as encodeURIComponent does',
  HPE_HEADER_OVERFLOW:
    `The request line and headers are larger than ${maxHeaderBytes / 1024} KiB: ` +
    'shorten the payment object (data, description) or the cookies',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'The extensions of a chunk are too long: send chunks without any',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time: send its headers and body at once',
}

/** The library's errors in words that say what to fix. */
export const inWords = ({ code, message }: FastifyError): string => sentences[code] ?? message

// Written out: the names of node:http, imported, bring the whole of its fetch and its WebSocket along.
const statusLines: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Bytes that are no request: nobody can be asked which route they were for, so the answer is the bank's form. */
const refuseBytes = (error: NodeJS.ErrnoException, socket: Socket) => {
  const { code = '', message } = error
  const under = (socket as Socket & { _httpMessage?: ServerResponse })._httpMessage
  // In the middle of another answer a second one would be taken for its end.
  if (code === 'ECONNRESET' || !socket.writable || under?.headersSent) return void socket.destroy()
  const status = statusLines[code] ?? '400 Bad Request'
  const sentence =
    sentences[code] ?? `This is no HTTP request (${message}): check its length, chunks and headers`
  const body = JSON.stringify({ code: -1, message: sentence })
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

// Those who ask ask by one name.
let lastHost = ''

/** The Host stands in links of answers and pages: only a name or an address may, with a port. */
export const hostError = ({ headers }: FastifyRequest): Error | undefined => {
  const { host = '' } = headers
  if (host === '' || host === lastHost) return undefined
  // 1271.1 has the letters of an address and is none: no link could be made with it.
  if (wellFormedHost.test(host) && URL.canParse(`http://${host}`)) {
    lastHost = host
    return undefined
  }
  const message = `got Host: ${JSON.stringify(host.slice(0, 80))}, expected a name or address, with or without a port`
  return Object.assign(new Error(message), { statusCode: 400 })
}

/** The options of the server. */
export const limitsOf = ({ headersMs, requestMs, checkMs }: Timeouts = defaults) => ({
  bodyLimit: maxBodyBytes,
  requestTimeout: requestMs,
  http: {
    headersTimeout: headersMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: maxHeaderBytes,
  },
  clientErrorHandler: refuseBytes,
  routerOptions: { ignoreTrailingSlash: false, maxParamLength },
})
