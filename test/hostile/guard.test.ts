import t from 'tap'
import { matches } from '../matches.ts'
import { routesOf } from './routes.ts'
import { get, inject, openTarget, postForm, postJson, type Sent } from './target.ts'

type Heads = Record<string, string>

const under = (sent: Sent, headers: Heads): Sent => ({ ...sent, headers: { ...sent.headers, ...headers } })
const own = { host: '127.0.0.1:3729' }

/** What a browser adds to what a page asked for. */
const fetched = (site: string, mode = 'no-cors', dest = 'empty') => ({
  ...own,
  'sec-fetch-site': site,
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
})

const strangers: Record<string, Heads> = {
  'a name that a stranger points at 127.0.0.1': { host: 'evil.example:3729' },
  'a name that begins like ours': { host: '127.0.0.1.evil.example' },
  'a name that ends like ours': { host: 'evil-localhost' },
  'an address of this machine that is not loopback': { host: '192.168.1.7:3729' },
  'any address': { host: '0.0.0.0:3729' },
  'a page of another site': { ...own, origin: 'https://evil.example' },
  'a page of another port': { ...own, origin: 'http://127.0.0.1:8080' },
  'a page of another scheme': { ...own, origin: 'https://127.0.0.1:3729' },
  'a page in a sandboxed frame': { ...own, origin: 'null' },
  'a script or picture of another site': fetched('cross-site'),
  'a script or picture of another port': fetched('same-site'),
  'a frame of another site': fetched('cross-site', 'navigate', 'iframe'),
}
const friends: Record<string, Heads> = {
  'a program of this machine': own,
  localhost: { host: 'localhost:3729' },
  'a name below localhost': { host: 'shop.localhost' },
  'the address of version 6': { host: '[::1]:3729' },
  'its own page': { ...fetched('same-origin', 'cors'), origin: 'http://127.0.0.1:3729' },
  'somebody who types the address': fetched('none', 'navigate', 'document'),
  'somebody who follows a link': fetched('cross-site', 'navigate', 'document'),
}

const guarded = [
  get('/_sandbox/rules'),
  get('/_sandbox/journal'),
  get('/_sandbox/'),
  get('/w/other/_sandbox/payments'),
  get('/_sandbox/shop/'),
  postJson('/_sandbox/reset', {}),
]

t.test('on loopback strangers are refused in words, friends are served', async (t) => {
  const { app } = await openTarget(t)
  for (const sent of guarded) {
    for (const [who, headers] of Object.entries(strangers)) {
      const { status, text } = await inject(app, under(sent, headers))
      t.equal(status, 403, `${sent.url}: ${who}`)
      matches(
        t,
        JSON.parse(text),
        { title: /^(Unknown host|Other origin|Other site)$/, detail: /^got / },
        who,
      )
    }
    for (const [who, headers] of Object.entries(friends))
      t.equal((await inject(app, under(sent, headers))).status, 200, `${sent.url}: ${who}`)
  }
})

t.test('a form of another site cannot post to the sample shop either', async (t) => {
  const { app } = await openTarget(t)
  const form = postForm('/_sandbox/shop/checkout', { price: '1000', language: 'eng', way: 'pay' })
  const forged = { ...fetched('cross-site', 'navigate', 'document'), origin: 'https://evil.example' }
  t.equal((await inject(app, under(form, forged))).status, 403)
})

t.test('the Host chooses whose script the shop loads never', async (t) => {
  const { app } = await openTarget(t, { controlToken: 'let-me-in' })
  const form = postForm('/_sandbox/shop/checkout', { price: '1000', language: 'eng', way: 'pay' })
  const { status, text } = await inject(app, under(form, { host: 'evil.example' }))
  t.equal(status, 200)
  t.match(text, '<script src="/payform/payment-api.js">')
})

t.test('a Host that is no host is a 400 at every door: it would stand in links', async (t) => {
  const { app } = await openTarget(t)
  for (const host of ['"><script>', 'a b', 'evil.example/path', 'user@evil.example', 'evil.example:port']) {
    for (const path of [
      '/',
      '/payform/',
      '/_sandbox/',
      '/_sandbox/openapi.json',
      '/check-status/payment/transaction/1',
    ]) {
      const { status, text, headers } = await inject(app, get(path, { host }))
      t.equal(status, 400, `${host} ${path}`)
      t.equal(headers['access-control-allow-origin'], undefined, 'and no other page may read it')
      t.match(text, 'expected a name or address, with or without a port')
    }
  }
})

t.test('with a control token every call but the buyer’s asks for it, and half of it is none', async (t) => {
  const { app } = await openTarget(t, { controlToken: 'let-me-in' })
  // What a load balancer asks is answered to everybody, and documents are no secret.
  const open = /^\/_sandbox($|\/dashboard\/|\/docs($|\/)|\/llms(-full)?\.txt$|\/shop|\/(health|ready)$)/
  const calls = routesOf(app).filter(({ path }) => path.startsWith('/_sandbox') && !open.test(path))
  t.ok(calls.length > 30)
  const wrong = ['', 'Bearer', 'Bearer let-me-i', 'Bearer let-me-in-', 'Bearer LET-ME-IN', 'Basic let-me-in']
  for (const { method, path } of calls.filter(({ method }) => method !== 'HEAD')) {
    const sent = { ...get(path.replaceAll(/:\w+/g, 'nothing')), method }
    for (const authorization of wrong)
      t.equal((await inject(app, under(sent, { ...own, authorization }))).status, 401, `${method} ${path}`)
    const { status } = await inject(app, under({ ...sent, url: `${sent.url}?token=let-me&token=in` }, own))
    t.equal(status, 401, 'a list is no token')
  }
  const right = { host: 'sandbox.example', authorization: 'Bearer let-me-in' }
  t.equal((await inject(app, under(get('/_sandbox/health'), right))).status, 200, 'under any name')
  t.equal((await inject(app, get('/_sandbox/?token=let-me-in', { accept: 'text/html' }))).status, 200)
})

t.test('other sites may read the bank’s side, and nothing of the control API', async (t) => {
  const { app } = await openTarget(t)
  const origin = 'https://shop.example'
  const allowed = (path: string, method = 'GET') =>
    inject(app, { ...get(path, { origin, 'access-control-request-method': 'POST' }), method })
  t.equal((await allowed('/oauth2/token', 'OPTIONS')).headers['access-control-allow-origin'], '*')
  for (const path of [
    '/_sandbox/reset',
    '/_sandbox/journal',
    '/w/other/_sandbox/rules',
    '/%5fsandbox/rules',
  ]) {
    t.equal((await allowed(path, 'OPTIONS')).headers['access-control-allow-origin'], undefined, path)
    t.not((await allowed(path)).status, 200, path)
  }
})
