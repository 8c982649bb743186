import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Sent } from './target.ts'

/** Requests as bytes, and what comes back for them. */

export const portOf = (app: FastifyInstance) => (app.server.address() as AddressInfo).port

export const bytesOf = ({ method, url, headers, body }: Sent): string => {
  const all = { host: '127.0.0.1', ...headers, 'content-length': body.length }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n${body.toString('latin1')}`
}

/** Sends the bytes and hangs up its own half: the server has to end the rest by itself. */
export const exchange = async (app: FastifyInstance, bytes: string): Promise<string> => {
  // Otherwise an answer under way dies with the half that hung up, and nobody sees it.
  Object.assign(app.server, { httpAllowHalfOpen: true })
  const socket = connect(portOf(app), '127.0.0.1')
  socket.end(Buffer.from(bytes, 'latin1'))
  return text(socket).catch((error: Error) => `broken off: ${error.message}`)
}

/** The same without hanging up: what the server does on its own about a client that takes its time. */
export const hold = (app: FastifyInstance, bytes: string): Promise<string> => {
  const socket = connect(portOf(app), '127.0.0.1')
  socket.write(Buffer.from(bytes, 'latin1'))
  return text(socket)
}

export const statusesOf = (answers: string): number[] =>
  [...answers.matchAll(/(?:^|\n|\})HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
