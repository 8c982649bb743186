import { createHash, X509Certificate } from 'node:crypto'
import type { Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, type Server as TlsServer, createServer as tlsServer } from 'node:tls'
import type { Clock } from '../ports.ts'
import { openAuthority } from './authority.ts'
import { newLeaf } from './certificate.ts'
import { dataFolder } from './data-folder.ts'
import { fateOf, isLoopback, type PolicyParts, takenHosts } from './policy.ts'
import { openProxy } from './proxy.ts'
import { writeRoots } from './roots.ts'

export interface TakeoverParts {
  host: string
  port: number
  dataDir?: string
  production: boolean
  isolate: boolean
  /** The sandbox itself: connections for the bank's names are handed to it, over TLS ones as they are. */
  sandbox: HttpServer
  sandboxUrl: string
  env: NodeJS.ProcessEnv
  clock: Clock
  /** Called with what a developer wants to know: what was refused, who did not trust us. */
  onTold?(text: string): void
}

export interface Takeover {
  /** The forward proxy; the same port takes TLS for the bank's names directly. */
  url: string
  port: number
  hosts: string[]
  caFile: string
  /** Every root a program needs, and ours. */
  bundleFile: string
  /** SHA-256 of the CA's public key, for Chromium's --ignore-certificate-errors-spki-list. */
  caKeyDigest: string
  close(): Promise<void>
}

const tlsHandshake = 22

/** One port for both: the first byte tells TLS from anything else. */
const sortInto = (tls: TlsServer, plain: HttpServer) => (socket: Socket) => {
  socket.on('error', () => socket.destroy())
  const look = () => {
    const first = socket.read(1) as Buffer | null
    if (first === null) return void socket.once('readable', look)
    socket.unshift(first)
    const server = first[0] === tlsHandshake ? tls : plain
    server.emit('connection', socket)
  }
  socket.once('readable', look)
  socket.once('end', () => socket.destroy())
}

const listen = (server: Server, { port, host }: { port: number; host: string }) =>
  new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })

const untrusted = /unknown ca|certificate unknown|bad certificate|unknown_ca|certificate_unknown/i

interface Identity {
  key: string
  certificate: string
}

/** Answers TLS for the bank's names; the decrypted connection goes to the sandbox, which sees that it is https. */
const openTls = ({ key, certificate }: Identity, policy: PolicyParts, parts: TakeoverParts): TlsServer => {
  const context = createSecureContext({ key, cert: certificate })
  const server = tlsServer(
    {
      key,
      cert: certificate,
      ALPNProtocols: ['http/1.1'],
      SNICallback(name, done) {
        const fate = fateOf(name, policy)
        if (fate === 'answer') return done(null, context)
        const why = fate === 'pass' ? `${name} is none of the bank's names` : fate.refused
        parts.onTold?.(`refused: ${why}`)
        return done(new Error(why))
      },
    },
    (socket) => parts.sandbox.emit('connection', socket),
  )
  return server.on('tlsClientError', (error, socket) => {
    if (untrusted.test(error.message))
      parts.onTold?.(`a client does not trust the sandbox's certificate for ${socket.servername || 'a name'}`)
    socket.destroy()
  })
}

const caKeyDigest = (certificate: string): string => {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('base64')
}

/** Answers for the bank's host names: as a forward proxy, and as the TLS server a hosts file leads to. */
export const openTakeover = async (parts: TakeoverParts): Promise<Takeover> => {
  const { host, production, isolate, env } = parts
  const now = parts.clock.now()
  const policy = { production, isolate, shared: !isLoopback(host) }
  const hosts = takenHosts(production)
  const dataDir = parts.dataDir ?? dataFolder(env, process.platform)
  const authority = await openAuthority(dataDir, { hosts, production, now })
  const [bundleFile, leaf] = await Promise.all([
    writeRoots(dataDir, authority.certificate),
    newLeaf(hosts, authority, now),
  ])

  const tls = openTls(leaf, policy, parts)
  const tunnel = createServer(sortInto(tls, parts.sandbox))
  const proxy = await openProxy({ ...parts, policy, tunnel, self: () => front.address() as AddressInfo })
  const sockets = new Set<Socket>()
  const front = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    sortInto(tls, proxy)(socket)
  })
  const { port } = await listen(front, parts)
  const named = isLoopback(host) ? host : '127.0.0.1'
  return {
    url: `http://${named === '::1' ? '[::1]' : named}:${port}`,
    port,
    hosts,
    caFile: authority.file,
    bundleFile,
    caKeyDigest: caKeyDigest(authority.certificate),
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
