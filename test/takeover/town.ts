import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { ProxyAgent, request } from 'undici'
import { type Given, toConfig } from '../../server/config.ts'
import { type Running, start } from '../../server/main.ts'
import type { Takeover } from '../../server/takeover/takeover.ts'

interface Teardown {
  teardown(run: () => unknown): void
}

/** One data folder for all takeovers of a test file: the CA is made once. */
export const dataDir = mkdtempSync(join(tmpdir(), 'epay-sandbox-data-'))
// As a data folder is: others may come in.
chmodSync(dataDir, 0o755)
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))

/** A sandbox in this process that answers for the bank's names, and a client that goes through it. */
export const openTown = async (t: Teardown, given: Given = {}) => {
  const lines: string[] = []
  const running = await start(
    toConfig({ port: 0, seed: 'takeover', takeover: true, takeoverPort: 0, dataDir, ...given }),
    { onNotice: (text) => lines.push(text) },
  )
  t.teardown(() => running.close())
  const { takeover } = running as Running & { takeover: Takeover }
  const ca = readFileSync(takeover.caFile, 'utf8')
  const agent = new ProxyAgent({ uri: takeover.url, requestTls: { ca } })
  t.teardown(() => agent.destroy())
  const ask = async (url: string, options: Parameters<typeof request>[1] = {}) => {
    const answer = await request(url, { ...options, dispatcher: agent })
    return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() }
  }
  return { running, takeover, log: lines, ca, ask }
}

const ended = (socket: Socket) => text(socket as never)

/** What a proxy says to one request written by hand. */
export const say = async ({ port }: { port: number }, head: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${head}\r\nconnection: close\r\n\r\n`)
  return ended(socket)
}

/** Speaks TLS to the port itself, as a program led there by a hosts file does. */
export const sayTls = async (
  { port, ca }: { port: number; ca: string },
  servername: string,
  head: string,
): Promise<string> => {
  const socket = connectTls({ port, host: '127.0.0.1', servername, ca })
  socket.write(`${head}\r\nhost: ${servername}\r\nconnection: close\r\n\r\n`)
  return ended(socket)
}
