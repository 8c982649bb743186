import t from 'tap'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'

// A browser; a program gets JSON.
const asPerson = { headers: { accept: 'text/html' } }

t.test('the payment page, the issuer’s page and the dashboard stand on one stylesheet', async (t) => {
  const { url } = await openSandbox(t)
  const bases = new Set<string>()
  for (const page of ['/payform/', '/redesign-payform/', '/acs/', '/_sandbox/']) {
    const html = await (await fetch(`${url}${page}`, asPerson)).text()
    const [base = '', ...others] = [...html.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(
      ([, href = '']) => new URL(href, `${url}${page}`).href,
    )
    t.match(base, /\/base\.css$/, `${page}: the base comes first`)
    bases.add(await (await fetch(base)).text())
    for (const href of others) {
      const answer = await fetch(href)
      matches(t, [answer.status, answer.headers.get('content-type')], [200, /^text\/css/], href)
    }
  }
  t.equal(bases.size, 1)
  t.match([...bases][0], '--accent')
})

t.test('a file of the pages is sent once and then asked for; what is no file is not there', async (t) => {
  const { url } = await openSandbox(t)
  const css = `${url}/payform/payform.css`
  const first = await fetch(css)
  t.equal(first.status, 200)
  t.match(await first.text(), /^.+\{/s)
  // Without the second header fetch() asks past every cache.
  const headers = { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
  t.equal((await fetch(css, { headers })).status, 304)
  const head = await fetch(css, { method: 'HEAD' })
  t.equal(head.headers.get('content-length'), first.headers.get('content-length'))
  const part = await fetch(css, { headers: { range: 'bytes=0-9' } })
  matches(t, [part.status, (await part.text()).length], [206, 10])
  t.equal((await fetch(css, { headers: { range: 'bytes=9999999-' } })).status, 416)
  for (const path of [
    'payform/nothing.css',
    'payform/..%2fdashboard%2fhome.eta',
    '_sandbox/dashboard/nothing.js',
  ])
    t.equal((await fetch(`${url}/${path}`)).status, 404, path)
})
