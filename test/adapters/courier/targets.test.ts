import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as httpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { type CourierOptions, httpCourier } from '../../../server/adapters/courier/courier.ts'
import { newAuthority, newLeaf } from '../../../server/takeover/certificate.ts'
import { matches } from '../../matches.ts'

/** Where developers' shops are, and what stands between them and a postlink. */

const listening = async (t: Test, server: ReturnType<typeof createServer>) => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** One that somebody had a moment ago. */
const closedPort = async () => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const posting = (t: Test, options: Partial<CourierOptions> = {}) => {
  const courier = httpCourier({ allow: [], ...options })
  t.teardown(() => courier.close())
  return (url: string) => courier.post({ url, contentType: 'application/json', body: { amount: 100 } })
}

const shop = async (t: Test, listener: RequestListener = (_, response) => void response.end()) => {
  const received: IncomingMessage[] = []
  const port = await listening(
    t,
    createServer((request, response) => {
      received.push(request)
      listener(request, response)
    }),
  )
  return { port, received }
}

t.test('any name below localhost is this machine, whatever a resolver knows of it', async (t) => {
  const { port } = await shop(t)
  matches(t, await posting(t)(`http://shop.project.localhost:${port}/`), { status: 200 })
})

t.test('user and password of a link become Basic authorization', async (t) => {
  const { port, received } = await shop(t)
  matches(t, await posting(t)(`http://epay:p%40ss@127.0.0.1:${port}/postlink`), { status: 200 })
  t.equal(received[0]?.headers.authorization, `Basic ${Buffer.from('epay:p@ss').toString('base64')}`)
  t.equal(received[0]?.url, '/postlink')
})

t.test('a redirect is told as one, and not followed', async (t) => {
  const { port, received } = await shop(t, (_, response) => {
    response.writeHead(301, { location: 'https://shop.example/postlink' }).end()
  })
  matches(t, await posting(t)(`http://127.0.0.1:${port}/`), {
    status: 301,
    error: /^a redirect to https:\/\/shop\.example\/postlink: .* postLink must be that address$/,
  })
  t.equal(received.length, 1)
})

t.test('a proxy of the machine never takes a postlink', async (t) => {
  const { port } = await shop(t)
  const before = { ...process.env }
  Object.assign(process.env, {
    HTTP_PROXY: 'http://127.0.0.1:9',
    http_proxy: 'http://127.0.0.1:9',
    NODE_USE_ENV_PROXY: '1',
  })
  t.teardown(() => {
    process.env = before
  })
  matches(t, await posting(t)(`http://127.0.0.1:${port}/`), { status: 200 })
})

t.test('a refusal names the very value that allows the target', async (t) => {
  matches(t, await posting(t)('http://203.0.113.7/'), {
    error: /203\.0\.113\.7 is 203\.0\.113\.7: start with --allow-postlinks-to 203\.0\.113\.7$/,
    final: true,
  })
  const allowed = await posting(t, { allow: ['203.0.113.0/24'], timeoutMs: 5 })('http://203.0.113.7/')
  t.notMatch(allowed, { final: true }, 'with a network that holds it, it is tried')
})

const selfMade = async (t: Test) => {
  const names = ['shop.localhost', 'localhost']
  const authority = await newAuthority(names, Date.now())
  const leaf = await newLeaf(names, authority, Date.now())
  const port = await listening(
    t,
    httpsServer({ key: leaf.key, cert: leaf.certificate }, (_, response) => void response.end()),
  )
  return { port, ca: authority.certificate }
}

t.test('a certificate of the developer’s own is refused in words that name both ways', async (t) => {
  const { port, ca } = await selfMade(t)
  const url = `https://shop.localhost:${port}/`
  const refused = await posting(t)(url)
  matches(t, refused, {
    error: /certificate.*--postlink-ca <file>.*--postlink-insecure-loopback/i,
    status: undefined,
  })
  matches(t, await posting(t, { ca })(url), { status: 200 })
  matches(t, await posting(t, { insecureNear: true })(url), { status: 200 })
  matches(t, await posting(t, { insecureNear: true })(`https://127.0.0.1:${port}/`), { status: 200 })
})

t.test('in a container a refused 127.0.0.1 is told what to write instead', async (t) => {
  process.env.KUBERNETES_SERVICE_HOST = '10.0.0.1'
  t.teardown(() => {
    delete process.env.KUBERNETES_SERVICE_HOST
  })
  const port = await closedPort()
  matches(t, await posting(t)(`http://127.0.0.1:${port}/`), {
    error:
      /ECONNREFUSED.*inside a container 127\.0\.0\.1 is the container itself: write host\.docker\.internal/,
  })
})
