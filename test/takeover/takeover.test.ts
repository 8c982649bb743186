import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { run, startProcess } from '../cli/run.ts'
import { matches } from '../matches.ts'
import { chargeBody, openMerchant, tokenForm } from '../world.ts'
import { dataDir, openTown, say, sayTls } from './town.ts'

const token = 'https://testoauth.homebank.kz/epay2/oauth2/token'
const api = 'https://test-epay-api.epayment.kz'
const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const posted = (form: Record<string, string>) =>
  ({ method: 'POST', headers: formType, body: new URLSearchParams(form).toString() }) as const

t.test('addresses in answers are https and the bank’s own', async (t) => {
  const { ask, running } = await openTown(t)
  const { emulator } = await running.workspaces.get('default')
  await emulator.execute({ kind: 'add rule', rule: { then: { threeDS: 'challenge' } } })
  const { access_token } = JSON.parse((await ask(token, posted(tokenForm()))).body)
  const charged = await ask(`${api}/payments/cards/auth`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(chargeBody(cardIdOfCode(0))),
  })
  const { secure3D } = JSON.parse(charged.body)
  t.equal(secure3D.action, `${api}/acs/`)
  t.match(secure3D.termURL, new RegExp(`^${api}/api/payments/cards/confirmPayment\\?`))
})

t.test('a header from outside does not make a plain connection https', async (t) => {
  const { ask, running } = await openTown(t)
  const headers = {
    'x-forwarded-proto': 'https',
    forwarded: 'proto=https',
    'x-forwarded-host': 'evil.example',
  }
  const openapi = '/_sandbox/openapi.json'
  const plain = await (await fetch(`${running.url}${openapi}`, { headers })).json()
  matches(t, plain, { servers: [{ url: running.url }, { url: `${running.url}/api` }] })
  t.equal(
    (await ask(`https://testepay.homebank.kz${openapi}`)).status,
    403,
    'nor does a bank name open control',
  )
})

t.test('a hosts file may lead to the port: it speaks TLS for the bank’s names', async (t) => {
  const { takeover, ca, log } = await openTown(t)
  const place = { port: takeover.port, ca }
  t.match(
    await sayTls(place, 'test-epay.homebank.kz', 'GET /payform/payment-api.js HTTP/1.1'),
    /^HTTP\/1\.1 200 /,
  )
  for (const name of ['epay.homebank.kz', 'shop.example'])
    t.equal(await sayTls(place, name, 'GET / HTTP/1.1').catch(() => ''), '', name)
  t.match(log.join('\n'), /epay\.homebank\.kz is a production name[\s\S]*shop\.example is none of the bank's/)
})

t.test('a plain request for a bank name is answered, through the proxy and through a tunnel', async (t) => {
  const { takeover, ask } = await openTown(t)
  const key = 'http://testepay.homebank.kz/api/public.rsa'
  t.match(await say(takeover, `GET ${key} HTTP/1.1\r\nhost: testepay.homebank.kz`), /BEGIN PUBLIC KEY/)
  t.match((await ask(key)).body, /BEGIN PUBLIC KEY/)
})

t.test('everything else passes through, both ways', async (t) => {
  const { takeover, ask } = await openTown(t)
  const shop = await openMerchant(t)
  matches(t, await ask(`${shop.url}/in-a-tunnel`, { method: 'POST', body: 'a' }), { status: 200 })
  await say(takeover, `GET ${shop.url}/plain HTTP/1.1\r\nhost: ${new URL(shop.url).host}`)
  matches(t, shop.received, [{ path: '/in-a-tunnel', body: 'a' }, { path: '/plain' }])
})

t.test('isolated, nothing else does, and the refusal says why', async (t) => {
  const { takeover, log } = await openTown(t, { isolate: true })
  for (const line of ['GET http://shop.example/ HTTP/1.1', 'CONNECT shop.example:443 HTTP/1.1']) {
    const answer = await say(takeover, `${line}\r\nhost: shop.example`)
    t.match(answer, /^HTTP\/1\.1 403 [\s\S]*shop\.example is none of the bank's names, and --isolate/)
  }
  t.equal(log.length, 2)
})

t.test('production names are refused in every way in, and answered when asked for', async (t) => {
  const closed = await openTown(t)
  const name = 'epay-api.homebank.kz'
  const lines = [`GET http://${name}/public.rsa HTTP/1.1`, `CONNECT ${name}:443 HTTP/1.1`]
  for (const line of lines)
    t.match(await say(closed.takeover, `${line}\r\nhost: ${name}`), /^HTTP\/1\.1 403 /)
  const open = await openTown(t, { takeoverProduction: true })
  matches(t, await open.ask(`https://${name}/public.rsa`), { status: 200 })
  t.not(open.takeover.caFile, closed.takeover.caFile)
})

t.test('the proxy is no web site: a request without a host to go to is refused', async (t) => {
  const { takeover } = await openTown(t)
  t.match(await say(takeover, 'GET /_sandbox/health HTTP/1.1\r\nhost: localhost'), /^HTTP\/1\.1 400 /)
})

t.test('a proxy of the user’s own carries what passes', async (t) => {
  const asked: string[] = []
  const own = createServer()
  own.on('connect', (request, socket) => {
    asked.push(String(request.url))
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
  t.teardown(() => own.close())
  const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}`
  const env = { HTTPS_PROXY: url, https_proxy: url, NO_PROXY: '', no_proxy: '' }
  const args = [
    '--port',
    '0',
    '--takeover',
    '--takeover-port',
    '0',
    '--data-dir',
    dataDir,
    '--format',
    'json',
  ]
  const { readyLine } = await startProcess(t, args, { env })
  const { takeover } = JSON.parse(readyLine) as { takeover: { url: string } }
  const port = Number(new URL(takeover.url).port)
  t.match(await say({ port }, 'CONNECT shop.example:443 HTTP/1.1\r\nhost: shop.example'), /^HTTP\/1\.1 5/)
  t.same(asked, ['shop.example:443'])
})

t.test('start prints the proxy, the hosts lines, the CA and how to trust it', async (t) => {
  const args = ['--port', '0', '--takeover', '--takeover-port', '0', '--data-dir', dataDir]
  const { stdout, stop } = await startProcess(t, args)
  await stop()
  const text = stdout.join('\n')
  t.match(text, /takeover on http:\/\/127\.0\.0\.1:\d+ answers/)
  t.match(text, /^127\.0\.0\.1 testoauth\.homebank\.kz$/m)
  t.match(text, /^127\.0\.0\.1 preprod-epay-api\.epayment\.kz$/m)
  t.notMatch(text, /^127\.0\.0\.1 epay\.homebank\.kz$/m)
  t.ok(text.includes(`${dataDir}/ca/ca.pem`))
  for (const way of [
    /update-ca-certificates/,
    /add-trusted-cert/,
    /certutil -user -addstore Root/,
    /iptables/,
  ])
    t.match(text, way)
})

t.test('a takeover port that is taken: exit code 3, and the fix', async (t) => {
  const { takeover } = await openTown(t)
  const port = String(takeover.port)
  const args = ['start', '--port', '0', '--takeover', '--takeover-port', port, '--data-dir', dataDir]
  const { code, stderr } = await run(args)
  t.equal(code, 3)
  t.match(stderr, new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port}: .* start with --takeover-port 0\n$`))
})

t.test('closing ends connections that are still open', async (t) => {
  const { takeover, running } = await openTown(t)
  const idle = connect(takeover.port, '127.0.0.1')
  const closed = new Promise((resolve) => idle.once('close', resolve))
  await new Promise((resolve) => idle.once('connect', resolve))
  idle.on('error', () => {})
  await running.close()
  await closed
})
