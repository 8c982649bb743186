import { once } from 'node:events'
import { Agent, createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import tls, { connect as connectTls } from 'node:tls'
import type { AxiosStatic } from 'axios'
import t from 'tap'
import { ProxyAgent, request } from 'undici'
import { openAuthority } from '../../server/takeover/authority.ts'
import { newLeaf } from '../../server/takeover/certificate.ts'
import { takenHosts } from '../../server/takeover/policy.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import { openMerchant, tokenForm } from '../world.ts'
import { openTown, say } from './town.ts'

/** RFC 9112 §3.2.2 wants CONNECT for https; axios up to 1.15 and the HTTP client of 1C-Bitrix send the whole URL. */

const token = 'https://testoauth.homebank.kz/epay2/oauth2/token'
const form = new URLSearchParams(tokenForm()).toString()
const posted = (version: string, headers = '') =>
  `POST ${token} HTTP/${version}\r\n${headers}content-type: application/x-www-form-urlencoded\r\n` +
  `content-length: ${form.length}\r\n`

t.test('every age of axios gets a token through its own proxy setting', async (t) => {
  const { takeover, ca } = await openTown(t)
  const { port } = takeover
  const httpsAgent = new Agent({ ca })
  for (const version of ['axios-0-27', 'axios-1-7', 'axios-1-15', 'axios']) {
    const { default: axios } = (await import(version)) as { default: AxiosStatic }
    const proxy = { protocol: 'http', host: '127.0.0.1', port }
    // The newest asks for a tunnel, and has to trust what is at its end.
    const answer = await axios.post(token, form, { proxy, ...(version === 'axios' ? { httpsAgent } : {}) })
    matches(t, answer, { status: 200, data: { token_type: 'Bearer' } }, `${version} ${axios.VERSION ?? ''}`)
  }
})

t.test('one connection carries many requests, with and without a body', async (t) => {
  const { takeover } = await openTown(t)
  const socket = connect(takeover.port, '127.0.0.1')
  const host = 'host: testoauth.homebank.kz\r\n'
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  socket.write(`${posted('1.1', host)}\r\n${form}`)
  socket.write(
    'GET https://testepay.homebank.kz/api/public.rsa HTTP/1.1\r\nhost: testepay.homebank.kz\r\n\r\n',
  )
  socket.write(`${posted('1.1', `${host}connection: close\r\n`)}\r\n${form}`)
  await once(socket, 'close')
  t.equal(text.match(/HTTP\/1\.1 200/g)?.length, 3, text)
  t.match(text, /BEGIN PUBLIC KEY/)
  t.same(takeover.hostCounts(), [
    { host: 'testoauth.homebank.kz', answered: 2, refused: 0 },
    { host: 'testepay.homebank.kz', answered: 1, refused: 0 },
  ])
})

t.test('HTTP/1.0 without a Host is answered, and the connection closed', async (t) => {
  const { takeover } = await openTown(t)
  const socket = connect(takeover.port, '127.0.0.1')
  socket.write(`${posted('1.0')}\r\n${form}`)
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk
  t.match(text, /^HTTP\/1\.1 200[\s\S]*"token_type":"Bearer"/)
  matches(t, takeover.hostCounts(), [{ host: 'testoauth.homebank.kz', answered: 1 }])
})

t.test('links of such an answer are https and the bank’s own, whatever the Host header says', async (t) => {
  const { takeover } = await openTown(t)
  const text = await say(
    takeover,
    'GET https://testepay.homebank.kz/payform/payment-api.js HTTP/1.1\r\nhost: shop.example',
  )
  t.match(text, /^HTTP\/1\.1 200/)
  const openapi = await say(
    takeover,
    'GET https://testepay.homebank.kz/_sandbox/openapi.json HTTP/1.1\r\nhost: localhost',
  )
  t.match(openapi, /^HTTP\/1\.1 403/, 'nor does a loopback Host open control under a bank name')
})

t.test('what is not the bank’s is forwarded, or refused in words', async (t) => {
  const { takeover } = await openTown(t)
  const shop = await openMerchant(t)
  const { port } = new URL(shop.url)
  const plain = await say(takeover, `GET https://127.0.0.1:${port}/ HTTP/1.1\r\nhost: 127.0.0.1:${port}`)
  t.match(plain, /^HTTP\/1\.1 502 [\s\S]*the takeover cannot reach 127\.0\.0\.1/, 'it speaks no TLS')
  const live = await say(takeover, `GET https://epay.homebank.kz/ HTTP/1.1\r\nhost: epay.homebank.kz`)
  t.match(live, /^HTTP\/1\.1 403 [\s\S]*is a production name of the bank/)
})

t.test('what is forwarded so arrives as it was asked, with its body or without', async (t) => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  const authority = await openAuthority(folder(t), { hosts: takenHosts(false), production: false, now })
  const { key, certificate } = await newLeaf(['shop.example'], authority, now)
  const shop = createServer({ key, cert: certificate }, async (request, response) => {
    const { method, url, headers } = request
    const connected = headers['proxy-connection'] ?? 'none'
    response.end(JSON.stringify({ method, url, of: headers['x-of'], connected, body: await text(request) }))
  }).listen(0, '127.0.0.1')
  await once(shop, 'listening')
  t.teardown(() => shop.close())
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  t.teardown(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED)
  const { takeover } = await openTown(t)
  const host = `127.0.0.1:${(shop.address() as AddressInfo).port}`
  const ask = async (method: string, head: string, body = '') => {
    const socket = connect(takeover.port, '127.0.0.1')
    const lines = [`${method} https://${host}/tea?a=1 HTTP/1.1`, `host: ${host}`, 'connection: close']
    socket.write(`${[...lines, 'proxy-connection: close', 'x-of: a shop', head].join('\r\n')}\r\n${body}`)
    const [status, ...rest] = (await text(socket as never)).split('\r\n')
    t.equal(status, 'HTTP/1.1 200 OK')
    return JSON.parse(/\{.*\}/.exec(rest.join('\n'))?.[0] ?? 'null')
  }
  const asked = { url: '/tea?a=1', of: 'a shop', connected: 'none' }
  t.strictSame(await ask('GET', ''), { method: 'GET', ...asked, body: '' })
  t.strictSame(await ask('POST', 'content-length: 3\r\n', 'tea'), { method: 'POST', ...asked, body: 'tea' })
  const chunked = 'transfer-encoding: chunked\r\n'
  t.strictSame(await ask('PUT', chunked, '3\r\ntea\r\n0\r\n\r\n'), { method: 'PUT', ...asked, body: 'tea' })
})

t.test('a connection that says nothing does not keep the takeover open', async (t) => {
  const { running, takeover } = await openTown(t)
  const idle = connect(takeover.port, '127.0.0.1')
  await once(idle, 'connect')
  let isClosed = false
  void running.close().then(() => {
    isClosed = true
  })
  await until(() => isClosed, 'the takeover closes')
  await until(() => idle.closed, 'and the connection with it')
  t.equal(idle.bytesRead, 0)
})

t.test('a tunnel that ends at the page of refusals is closed when its client never says hello', async (t) => {
  // Node waits two minutes, and then only says so.
  const impatient = (options: tls.TlsOptions, connected: (socket: tls.TLSSocket) => void) =>
    tls.createServer({ ...options, handshakeTimeout: 30 }, connected)
  const { openRefusals } = await t.mockImport<typeof import('../../server/takeover/refusals.ts')>(
    '../../server/takeover/refusals.ts',
    { 'node:tls': { ...tls, createServer: impatient } },
  )
  const now = Date.parse('2026-11-21T12:00:00Z')
  const authority = await openAuthority(folder(t), { hosts: takenHosts(false), production: false, now })
  const policy = { production: false, isolate: false, shared: false }
  const refusals = openRefusals({ authority, policy, now }).listen(0, '127.0.0.1')
  await once(refusals, 'listening')
  t.teardown(() => refusals.close())
  const client = connect((refusals.address() as AddressInfo).port, '127.0.0.1')
  client.write(Buffer.of(22, 3, 1))
  await until(() => client.closed, 'the tunnel is closed')
  t.equal(client.bytesRead, 0)
})

t.test('a browser is told in a page why a production name is refused', async (t) => {
  const { takeover, log } = await openTown(t)
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }
  // As a browser told to overlook it: the CA may not sign for a production name.
  const requestTls = { rejectUnauthorized: false }
  const agent = new ProxyAgent({ uri: takeover.url, headers, requestTls })
  t.teardown(() => agent.destroy())
  const page = await request('https://epay.homebank.kz/payform/', { dispatcher: agent })
  matches(t, page, { statusCode: 403, headers: { 'content-type': 'text/html; charset=utf-8' } })
  t.match(await page.body.text(), /epay\.homebank\.kz is a production name .* --takeover-production/)
  matches(t, log, [/refused: epay\.homebank\.kz is a production name/])
  const strict = new ProxyAgent({ uri: takeover.url, headers, requestTls: { ca: takeover.caFile } })
  t.teardown(() => strict.destroy())
  await t.rejects(request('https://epay.homebank.kz/', { dispatcher: strict }), 'others trust nothing of it')
})

t.test('TLS 1.0 is spoken with clients that know nothing newer', async (t) => {
  const { takeover, ca } = await openTown(t)
  for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const) {
    const socket = connectTls({
      port: takeover.port,
      servername: 'testoauth.homebank.kz',
      ca,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT:@SECLEVEL=0',
      ALPNProtocols: ['http/1.0'],
    })
    await once(socket, 'secureConnect')
    matches(t, [socket.getProtocol(), socket.alpnProtocol], [version, 'http/1.0'])
    socket.destroy()
  }
})
