import { createHash, X509Certificate } from 'node:crypto'
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Instant } from '../../contracts/time.ts'
import type { Clock } from '../ports.ts'
import { type Authority, openAuthority } from './authority.ts'
import { type Certified, newLeaf } from './certificate.ts'
import { dataFolder } from './data-folder.ts'
import { type HostCount, type HostCounts, openHostCounts } from './host-counts.ts'
import { isLoopback, plainName, takenHosts } from './policy.ts'
import { openProxy } from './proxy.ts'
import { type PublicFiles, writePublicFiles } from './public-files.ts'
import { openRefusals } from './refusals.ts'
import { openTls, sortInto } from './tls.ts'

export interface TakeoverParts {
  host: string
  port: number
  dataDir?: string
  production: boolean
  isolate: boolean
  /** The sandbox itself: connections and requests for the bank's names are handed to it. */
  sandbox: HttpServer
  env: NodeJS.ProcessEnv
  clock: Clock
  /** Called with what a developer wants to know: what was refused, who did not trust us. */
  onNotice?(text: string): void
}

export interface Takeover {
  /** The forward proxy; the same port takes TLS for the bank's names directly. */
  url: string
  port: number
  hosts: string[]
  caFile: string
  /** What programs of any user may read. */
  files: PublicFiles
  /** SHA-256 of the CA's public key, for Chromium's --ignore-certificate-errors-spki-list. */
  caKeyDigest: string
  /** Listens on these ports of an address as well; answers in words why it cannot. */
  listenAlso(host: string, ports: number[]): Promise<string | undefined>
  /** What came for which host, and what was refused. */
  hostCounts(): HostCount[]
  close(): Promise<void>
}

const listen = (server: Server, { port, host }: { port: number; host: string }) =>
  new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })

const nameOf = (host = '') => plainName(host.replace(/:\d+$/, ''))

/** What is handed to the sandbox for the bank's names, each request counted. */
const handOver = (sandbox: HttpServer, hostCounts: HostCounts) => {
  const arrived = new WeakSet<Duplex>()
  // Ahead of the sandbox's own listener: counted even when it is answered in this very turn.
  sandbox.prependListener('request', ({ socket, headers }: IncomingMessage) => {
    if (arrived.has(socket)) hostCounts.answered(nameOf(headers.host))
  })
  return {
    connection(socket: Duplex) {
      arrived.add(socket)
      sandbox.emit('connection', socket)
    },
    request(request: IncomingMessage, response: ServerResponse, host: string) {
      hostCounts.answered(host)
      sandbox.emit('request', request, response)
    },
  }
}

interface FrontParts {
  parts: TakeoverParts
  authority: Authority
  leaf: Certified
  hostCounts: HostCounts
  now: Instant
}

/** The one server behind every port: TLS for the bank's names, and the proxy. */
const openFront = async ({ parts, authority, leaf, hostCounts, now }: FrontParts): Promise<Server> => {
  const { production, isolate, env, onNotice } = parts
  const policy = { production, isolate, shared: !isLoopback(parts.host) }
  const sandbox = handOver(parts.sandbox, hostCounts)
  const onRefused = (host: string, why: string) => {
    hostCounts.refused(host)
    onNotice?.(`refused: ${why}`)
  }
  const tls = openTls({ leaf, policy, connected: sandbox.connection, onRefused, onNotice })
  const proxy = await openProxy({
    policy,
    tunnel: createServer(sortInto(tls, sandbox.connection)),
    refusals: openRefusals({ authority, policy, now }),
    env,
    self: () => front.address() as AddressInfo,
    answer: sandbox.request,
    onRefused,
  })
  const front = createServer(sortInto(tls, (socket) => void proxy.emit('connection', socket)))
  return front
}

const caKeyDigest = (certificate: string): string => {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('base64')
}

/** Every port shares what answers; closing ends connections that are still open. */
const openPorts = (front: Server) => {
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  front.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const open = (server: Server, place: { host: string; port: number }) => {
    servers.push(server)
    return listen(server, place)
  }
  return {
    first: (place: { host: string; port: number }) => open(front, place),
    async also(host: string, ports: number[]): Promise<string | undefined> {
      try {
        for (const port of ports)
          await open(
            createServer((socket) => void front.emit('connection', socket)),
            { host, port },
          )
      } catch (error) {
        return `the takeover cannot listen where web servers do: ${(error as Error).message}`
      }
    },
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

/** Answers for the bank's host names: as a forward proxy, and as the TLS server a hosts file leads to. */
export const openTakeover = async (parts: TakeoverParts): Promise<Takeover> => {
  const { host, production, env } = parts
  const now = parts.clock.now()
  const hosts = takenHosts(production)
  const dataDir = parts.dataDir ?? dataFolder(env, process.platform)
  const authority = await openAuthority(dataDir, { hosts, production, now })
  const [files, leaf] = await Promise.all([
    writePublicFiles(dataDir, authority.certificate),
    newLeaf(hosts, authority, now),
  ])
  const hostCounts = openHostCounts()
  const front = await openFront({ parts, authority, leaf, hostCounts, now })
  const ports = openPorts(front)
  const { port } = await ports.first(parts)
  const named = isLoopback(host) ? host : '127.0.0.1'
  return {
    url: `http://${named === '::1' ? '[::1]' : named}:${port}`,
    port,
    hosts,
    caFile: authority.file,
    files,
    caKeyDigest: caKeyDigest(authority.certificate),
    listenAlso: ports.also,
    hostCounts: hostCounts.rows,
    close: ports.close,
  }
}
