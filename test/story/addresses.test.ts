import t from 'tap'
import { request } from 'undici'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { bearer, chargeBody, control, openSandbox, serviceToken, tokenForm, tokenOf } from '../world.ts'
import { linkBody } from './links-and-codes.ts'

/** Behind a proxy, in a container, in a tunnel: a browser must reach what it is given. */

type Headers = Record<string, string>

const post = async (sandbox: Sandbox, path: string, headers: Headers, body: object) => {
  const sent = { ...headers, 'content-type': 'application/json' }
  const answer = await request(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: sent,
    body: JSON.stringify(body),
  })
  return (await answer.body.json()) as Record<string, never>
}

/** Where the answers lead a browser, when the shop asked with these headers. */
const leads = async (sandbox: Sandbox, headers: Headers = {}) => {
  await sandbox.rules.add({ then: { threeDS: 'challenge' }, times: 1 })
  const paying = { ...headers, ...bearer(await tokenOf(sandbox)) }
  const { secure3D } = (await post(
    sandbox,
    '/api/payments/cards/auth',
    paying,
    chargeBody(cardIdOfCode(0)),
  )) as never
  const { action, termURL } = secure3D as { action: string; termURL: string }
  const serving = { ...headers, ...bearer(await serviceToken(sandbox)) }
  const link = await post(sandbox, '/api/invoice', serving, linkBody({ invoice_id: '000000002' }))
  const scanning = { ...headers, ...bearer(await tokenOf(sandbox, { invoiceID: '000000003' })) }
  const code = await post(sandbox, '/api/payment/qr/generate', scanning, { postLink: 'http://127.0.0.1:9/' })
  return [action, termURL, link.invoice_url, code.homebankLink].map((url) => String(url).split('?')[0])
}

const under = (base: string) => [
  `${base}/acs/`,
  `${base}/api/payments/cards/confirmPayment`,
  new RegExp(`^${base}/api/redirect/invoice-link/`),
  `${base}/homebank/`,
]

t.test('with a public address every link starts with it, whatever the Host was', async (t) => {
  const sandbox = await openSandbox(t, { publicUrl: 'https://pay.example.kz/' })
  t.match(await leads(sandbox, { host: 'epay:3729' }), under('https://pay.example.kz'))
})

t.test('a public address with a path is one for the links inside pages too', async (t) => {
  const sandbox = await openSandbox(t, { publicUrl: 'https://pay.example.kz/epay' })
  const answer = await request(`${sandbox.url}/homebank/?billNumber=1`, { headers: { accept: 'text/html' } })
  t.match(await answer.body.text(), /"\/epay\/payform\/payform\.css"/)
})

t.test('a workspace may have one of its own', async (t) => {
  const sandbox = await openSandbox(t, { publicUrl: 'https://pay.example.kz' })
  await control(sandbox, 'PUT', 'workspaces/room', { publicUrl: 'https://room.example.kz' })
  const openapi = async (name: string) => {
    const answer = await request(`${sandbox.url}/w/${name}/_sandbox/openapi.json`)
    return ((await answer.body.json()) as { servers: { url: string }[] }).servers[0]?.url
  }
  t.equal(await openapi('room'), 'https://room.example.kz/w/room')
  t.equal(await openapi('other'), 'https://pay.example.kz/w/other')
  const refused = await control(sandbox, 'PUT', 'workspaces/room', { publicUrl: 'pay.example.kz' })
  matches(t, refused, { status: 400 })
})

const forwarding: Headers = {
  host: 'epay:3729',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'name-3729.app.github.dev, inner.example',
  'x-forwarded-prefix': '/bank/',
}

t.test('what proxies say decides, once they are trusted', async (t) => {
  for (const trustProxy of [true, ['127.0.0.0/8']]) {
    const sandbox = await openSandbox(t, { trustProxy })
    t.match(await leads(sandbox, forwarding), under('https://name-3729.app.github.dev/bank'))
    const standard = {
      host: 'epay:3729',
      forwarded: 'for=10.0.0.1;proto=https;host="pay.example.kz:8443", for=x',
    }
    t.equal((await leads(sandbox, standard))[0], 'https://pay.example.kz:8443/acs/')
  }
})

t.test('and not while they are not, nor what is no host', async (t) => {
  const distant = await openSandbox(t, { trustProxy: ['192.0.2.0/24'] })
  t.equal((await leads(distant, forwarding))[0], 'http://epay:3729/acs/')
  const plain = await openSandbox(t)
  t.equal((await leads(plain, forwarding))[0], 'http://epay:3729/acs/')
  const trusting = await openSandbox(t, { trustProxy: true })
  const odd = {
    ...forwarding,
    'x-forwarded-host': '"><script>',
    'x-forwarded-prefix': '//evil.example',
    'x-forwarded-proto': 'javascript',
  }
  t.equal((await leads(trusting, odd))[0], 'http://epay:3729/acs/')
})

const tokenOn = (sandbox: Sandbox, host: string) =>
  request(`${sandbox.url}/epay2/oauth2/token`, {
    method: 'POST',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(tokenForm()).toString(),
  })

t.test('the quirk hosts: strict refuses a path on a name of the bank that does not serve it', async (t) => {
  const usual = await openSandbox(t)
  matches(t, await tokenOn(usual, 'test-epay.homebank.kz'), { statusCode: 200 })
  const strict = await openSandbox(t, { quirks: { hosts: 'strict' } })
  const refused = await tokenOn(strict, 'test-epay.homebank.kz:443')
  t.equal(refused.statusCode, 404)
  matches(t, await refused.body.json(), {
    code: -1,
    message:
      /served by testoauth\.homebank\.kz or test-epay-oauth\.epayment\.kz; test-epay\.homebank\.kz serves the page/,
  })
  for (const host of ['testoauth.homebank.kz', 'test-epay-oauth.epayment.kz', 'localhost', 'pay.example.kz'])
    matches(t, await tokenOn(strict, host), { statusCode: 200 }, host)
  // Of its own stage, or, where that has no such host, in words.
  const servedBy = async (path: string, host: string) =>
    (
      (await (await request(`${strict.url}${path}`, { headers: { host } })).body.json()) as {
        message: string
      }
    ).message
  t.match(
    await servedBy('/epay2/oauth2/token', 'preprod-epay-api.epayment.kz'),
    'is served by preprod-epay-oauth.epayment.kz; preprod-epay-api.epayment.kz serves the API',
  )
  t.match(await servedBy('/payform/', 'preprod-epay-api.epayment.kz'), 'is served by a host of the page;')
  const page = (host: string) => request(`${strict.url}/payform/payment-api.js`, { headers: { host } })
  matches(t, await page('test-epay.epayment.kz'), { statusCode: 200 })
  matches(t, await page('testepay.homebank.kz'), { statusCode: 404 })
})

t.test('health and readiness tell their status to anybody, and no more', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  const ask = async (path: string, headers: Headers) => {
    const answer = await request(`${sandbox.url}/_sandbox/${path}`, { headers })
    return [answer.statusCode, await answer.body.json()]
  }
  t.same(await ask('health', {}), [200, { status: 'ok' }])
  t.same(await ask('ready', { host: '10.0.0.1:3729' }), [200, { status: 'ready' }])
  t.same(await ask('health', { authorization: 'Bearer wrong' }), [200, { status: 'ok' }])
  matches(t, await ask('health', bearer('let-me-in')), [
    200,
    { version: /\d/, workspace: 'default', now: /T/ },
  ])
  matches(t, await ask('payments', {}), [401, { title: 'Control token required' }])
})
