import t from 'tap'
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
      t.match([answer.status, answer.headers.get('content-type')], [200, /^text\/css/], href)
    }
  }
  t.equal(bases.size, 1)
  t.match([...bases][0], '--accent')
})
