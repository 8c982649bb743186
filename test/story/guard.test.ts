import { request } from 'node:http'
import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { openSandbox, requestToken } from '../world.ts'

/** With whatever Host and Origin: fetch chooses these itself. */
const asked = (sandbox: Sandbox, path: string, headers: Record<string, string>, method = 'GET') =>
  new Promise<{ status: number; type: string }>((resolve, reject) => {
    const sent = request(`${sandbox.url}/_sandbox/${path}`, { method, headers }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0, type: String(answer.headers['content-type']) })
    })
    sent.on('error', reject).end()
  })

t.test('pages of other sites and names of strangers may not control the sandbox', async (t) => {
  const sandbox = await openSandbox(t)
  const { host, port } = new URL(sandbox.url)
  const refused = { status: 403, type: /^application\/problem\+json/ }
  matches(t, await asked(sandbox, 'payments', { origin: 'https://shop.example' }), refused)
  matches(t, await asked(sandbox, 'reset', { origin: 'null' }, 'POST'), refused)
  matches(
    t,
    await asked(sandbox, 'reset', { origin: `http://127.0.0.1:${Number(port) + 1}` }, 'POST'),
    refused,
  )
  matches(t, await asked(sandbox, 'journal', { host: `attacker.example:${port}` }), refused)
  matches(t, await asked(sandbox, 'payments', { host: '127.0.0.1.attacker.example' }), refused)
  t.equal((await asked(sandbox, 'payments', { origin: `http://${host}` })).status, 200)
  t.equal((await asked(sandbox, 'payments', { host: `localhost:${port}` })).status, 200)
})

t.test('with a control token only its bearer is let in', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  t.equal((await asked(sandbox, 'payments', {})).status, 401)
  t.equal((await asked(sandbox, 'payments', { authorization: 'Bearer let-me' })).status, 401)
  t.equal((await asked(sandbox, 'payments', { authorization: 'Bearer let-me-in' })).status, 200)
  t.equal((await requestToken(sandbox)).status, 200, 'the bank asks for no control token')
})

t.test('a wrong token is told as one, to programs and on the page', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  const headers = { authorization: 'Bearer let-me' }
  matches(t, await (await fetch(`${sandbox.url}/_sandbox/payments`, { headers })).json(), {
    title: 'Wrong control token',
    detail: /is not this server's; the token is printed at start/,
  })
  const page = await fetch(`${sandbox.url}/_sandbox/?token=wrong`, { headers: { accept: 'text/html' } })
  t.match(await page.text(), /data-testid="wrong-token"/)
})

t.test('every error of the control API is a problem document', async (t) => {
  const sandbox = await openSandbox(t)
  const json = { 'content-type': 'application/json' }
  const answers = [
    await fetch(`${sandbox.url}/_sandbox/payments/none`),
    await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', headers: json, body: '{"advance":1}' }),
    await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', headers: json, body: '{"advance":' }),
    await fetch(`${sandbox.url}/_sandbox/no-such-call`),
  ]
  for (const answer of answers) {
    t.match(answer.headers.get('content-type'), /^application\/problem\+json/, answer.url)
    matches(t, await answer.json(), { status: answer.status, title: /\S/, detail: /\S/ })
  }
})
