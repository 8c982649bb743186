import { createServer as httpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { createSecureContext, createServer as tlsServer } from 'node:tls'
import { type Certified, newLeaf } from './certificate.ts'
import { decideHost, type PolicyParts, plainName } from './policy.ts'
import { anyAge, chooseProtocol, sortInto } from './tls.ts'

interface RefusalParts {
  authority: Certified
  policy: PolicyParts
  now: number
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

const page = (why: string) => `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Refused by epay-sandbox</title>
<h1>epay-sandbox refused this address</h1>
<p>${escaped(why)}</p>
`

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/**
 * A browser shows nothing of what refuses a tunnel, so its tunnel ends here, and a page tells the reason. Nothing is
 * pretended: the CA may not sign for these names, and only a browser told to overlook that (as `start` and `exec` print
 * it) reads the page; others refuse the certificate.
 */
export const openRefusals = ({ authority, policy, now }: RefusalParts): Server => {
  const answer = httpServer((request, response) => {
    const host = plainName((request.headers.host ?? '').replace(/:\d+$/, ''))
    const decision = decideHost(host, policy)
    const why = typeof decision === 'object' ? decision.refused : `${host} is not to be had here`
    response.writeHead(403, headers).end(page(why))
  })
  const tls = tlsServer(
    {
      ...anyAge,
      ALPNCallback: chooseProtocol,
      SNICallback(name, done) {
        newLeaf([name], authority, now).then(
          ({ key, certificate }) => done(null, createSecureContext({ ...anyAge, key, cert: certificate })),
          (error: Error) => done(error),
        )
      },
    },
    (socket) => void answer.emit('connection', socket),
  ).on('tlsClientError', (_, socket) => void socket.destroy())
  return createServer(sortInto(tls, (socket) => void answer.emit('connection', socket)))
}
