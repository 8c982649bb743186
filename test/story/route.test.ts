import t from 'tap'
import { operations } from '../../contracts/operations.ts'
import { routesOf } from '../hostile/routes.ts'
import { get, inject, openTarget, postForm, type Target } from '../hostile/target.ts'
import { matches } from '../matches.ts'
import { readMetrics } from './metrics-text.ts'

const countsOf = async (app: Target['app']) => {
  const { samples } = readMetrics((await app.inject('/_sandbox/metrics')).payload)
  const requests = samples.filter(({ name }) => name === 'epay_sandbox_requests_total')
  const counts: Record<string, number> = {}
  for (const { labels, value } of requests)
    counts[labels.operation ?? ''] = (counts[labels.operation ?? ''] ?? 0) + value
  return counts
}

t.test('answers are counted under the operation that their route names', async (t) => {
  const { app } = await openTarget(t)
  for (const { method, paths } of Object.values(operations))
    for (const path of paths) await inject(app, { ...get(path), method })
  const rows = Object.entries(operations).map(([id, { paths }]) => [id, paths.length])
  const parts = {
    page: ['/payform', '/payform/', '/redesign-payform/result', '/payform/base.css', '/payform/form.js'],
    issuer: ['/acs/', '/acs/acs.js'],
    control: ['/_sandbox', '/_sandbox/', '/_sandbox/rules', '/_sandbox/scenarios', '/_sandbox/docs'],
    other: ['/', '/homebank/', '/homebank/qr.svg'],
    unknown: ['/nothing', '/payform/nothing.js', '/_sandbox/nothing'],
  }
  for (const path of Object.values(parts).flat()) await inject(app, get(path))
  const counts = Object.entries(parts).map(([operation, paths]) => [operation, paths.length])
  t.same(await countsOf(app), Object.fromEntries([...rows, ...counts]))
})

t.test('no route has forgotten to say what it is', async (t) => {
  const { app } = await openTarget(t)
  const routes = routesOf(app).filter(({ method, path }) => method === 'GET' && path !== '/_sandbox/journal')
  for (const { path } of routes) await inject(app, get(path))
  t.equal(
    (await countsOf(app)).other,
    7,
    'the root, the cabinet’s door, and the pages that stand in for the bank’s app, with their styles',
  )
})

t.test('the exchange log keeps what a shop and a buyer ask, and not how it is shown', async (t) => {
  const { app } = await openTarget(t)
  const quiet = ['/', '/payform', '/payform/payform.css', '/payform/payment-api.js', '/payform/result?page=x']
  const more = ['/payform/?page=x', '/acs/acs.js', '/homebank/qr.svg', '/favicon.ico', '/_sandbox/nothing']
  const kept = [
    '/payform/?params=x',
    '/acs/?MD=x',
    '/homebank/?billNumber=1',
    '/cards/x',
    '/nothing',
    '/acs/nothing',
  ]
  for (const path of [...quiet, ...more, ...kept]) await inject(app, get(path))
  for (const method of ['HEAD', 'OPTIONS']) await inject(app, { ...get('/cards/x'), method })
  const { exchanges } = (await app.inject('/_sandbox/exchanges')).json() as { exchanges: { path: string }[] }
  t.same(
    exchanges.map(({ path }) => path),
    kept.map((path) => path.split('?')[0]),
  )
})

t.test('errors have the form of the route they hit, and of the address where there is none', async (t) => {
  const { app } = await openTarget(t)
  const odd = { host: 'a b' }
  const isProblem = { headers: { 'content-type': /^application\/problem\+json/ } }
  const refused = await inject(app, postForm('/oauth2/token', {}, odd))
  matches(t, JSON.parse(refused.text), { error: 'invalid_request' })
  t.equal(JSON.parse((await inject(app, get('/cards/x', odd))).text).error, undefined)
  matches(t, await inject(app, get('/_sandbox/rules', odd)), isProblem)
  matches(t, await inject(app, get('/%5Fsandbox/rules', odd)), isProblem)
  matches(t, await inject(app, get('/_sandbox/nothing')), { status: 404, ...isProblem })
  matches(
    t,
    await inject(app, get('/_sandbox/%ff')),
    { status: 400, ...isProblem },
    'a framework error has no route',
  )
  matches(t, JSON.parse((await inject(app, get('/nothing'))).text), { code: -1 })
})

t.test('a preflight finds nothing in the control API', async (t) => {
  const { app } = await openTarget(t)
  const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-shop' }
  const paths = [
    '/_sandbox',
    '/_sandbox/',
    '/_sandbox/reset',
    '/_sandbox/nothing/at/all',
    '/%5fsandbox/reset',
  ]
  for (const path of paths) {
    const { status, headers } = await inject(app, { ...get(path, asked), method: 'OPTIONS' })
    t.equal(status, 404, path)
    t.notOk(
      Object.keys(headers).some((name) => name.startsWith('access-control')),
      path,
    )
  }
})

t.test('of a name that a form repeats the last value counts, however the form is spelled', async (t) => {
  const { app } = await openTarget(t)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const unknown = async (text: string) => {
    const { text: answer } = await inject(app, {
      ...get('/oauth2/token', headers),
      method: 'POST',
      body: Buffer.from(text),
    })
    return (JSON.parse(answer) as { message: string }).message
  }
  const field = (name: string, value: string) => `${name}=${value}`
  t.match(
    await unknown([field('currency', 'KZT'), field('currency', 'ruble')].join('&')),
    /currency: got "ruble"/,
  )
  t.match(await unknown(`currency=%zz+%74`), /currency: got "%zz t"/, 'what is spoiled stays as it is')
})
