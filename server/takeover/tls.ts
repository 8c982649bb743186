import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  createSecureContext,
  type SecureContextOptions,
  type TlsOptions,
  type Server as TlsServer,
  createServer as tlsServer,
} from 'node:tls'
import type { Certified } from './certificate.ts'
import { decideHost, type PolicyParts } from './policy.ts'

const handshake = 22

/** One port for both: the first byte tells TLS from anything else. */
export const sortInto = (tls: TlsServer, plain: (socket: Socket) => void) => (socket: Socket) => {
  socket.on('error', () => socket.destroy())
  const look = () => {
    const first = socket.read(1) as Buffer | null
    if (first === null) return void socket.once('readable', look)
    socket.unshift(first)
    if (first[0] === handshake) tls.emit('connection', socket)
    else plain(socket)
  }
  socket.once('readable', look)
  socket.once('end', () => socket.destroy())
}

/** Shops run on what their hoster has: PHP 5 with OpenSSL 1.0 offers nothing newer. It stays on this machine. */
export const anyAge: SecureContextOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }

/** HTTP/1.1 unless only 1.0 is offered; who offers none of both is refused, as the standard wants. */
export const chooseProtocol: TlsOptions['ALPNCallback'] = ({ protocols }) =>
  ['http/1.1', 'http/1.0'].find((known) => protocols.includes(known))

const untrusted = /unknown ca|certificate unknown|bad certificate|unknown_ca|certificate_unknown/i

interface TlsParts {
  leaf: Certified
  policy: PolicyParts
  /** Takes what was decrypted. */
  connected(socket: Duplex): void
  onRefused(host: string, why: string): void
  onNotice?(text: string): void
}

/** Answers TLS for the bank's names; the decrypted connection goes on, and can be seen to be https. */
export const openTls = ({ leaf, policy, connected, onRefused, onNotice }: TlsParts): TlsServer => {
  const identity = { ...anyAge, key: leaf.key, cert: leaf.certificate }
  const context = createSecureContext(identity)
  const server = tlsServer(
    {
      ...identity,
      ALPNCallback: chooseProtocol,
      SNICallback(name, done) {
        const decision = decideHost(name, policy)
        if (decision === 'answer') return done(null, context)
        const why = decision === 'pass' ? `${name} is none of the bank's names` : decision.refused
        onRefused(name, why)
        return done(new Error(why))
      },
    },
    connected,
  )
  return server.on('tlsClientError', (error, socket) => {
    if (untrusted.test(error.message))
      onNotice?.(`a client does not trust the sandbox's certificate for ${socket.servername || 'a name'}`)
    socket.destroy()
  })
}
