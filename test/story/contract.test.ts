import { createHash } from 'node:crypto'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { control, openSandbox } from '../world.ts'

interface OpenApi {
  servers: { url: string }[]
  paths: Record<string, object>
  webhooks: Record<string, object>
}

t.test('the running server hands out its contract, with its own address in it', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, body } = await control(sandbox, 'GET', 'openapi.json')
  t.equal(status, 200)
  const { servers, paths, webhooks } = body as unknown as OpenApi
  t.match(servers, [{ url: sandbox.url }, { url: `${sandbox.url}/api` }])
  t.ok(paths['/operation/{id}/charge'])
  t.same(Object.keys(webhooks), ['successPostlink', 'failurePostlink'])
  const { valid, errors } = await new Validator().validate(body)
  t.ok(valid, JSON.stringify(errors))
})

t.test('in a workspace the address has its prefix', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'PUT', 'workspaces/blue', {})
  const answer = await fetch(`${sandbox.url}/w/blue/_sandbox/openapi.json`)
  const { servers } = (await answer.json()) as OpenApi
  t.match(servers, [{ url: `${sandbox.url}/w/blue` }])
})

t.test('the reference page is readable and carries no more style than its policy allows', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await fetch(`${sandbox.url}/_sandbox/reference`)
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), /^text\/html/)
  const html = await answer.text()
  t.match(html, '<h1 id="reference">Reference</h1>')
  const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = answer.headers.get('content-security-policy') ?? ''
  t.match(policy, `style-src 'sha256-${hash}'`)
  t.match(policy, "default-src 'none'")
  t.notMatch(html, /<script|style=|\son\w+=/)
})

t.test('a tool in a browser may read the contract, and nothing else of the control API', async (t) => {
  const sandbox = await openSandbox(t)
  const headers = { origin: 'https://editor.swagger.io', 'sec-fetch-site': 'cross-site' }
  const contract = await fetch(`${sandbox.url}/_sandbox/openapi.json`, { headers })
  t.equal(contract.status, 200)
  t.equal(contract.headers.get('access-control-allow-origin'), '*')
  t.equal(contract.headers.get('access-control-allow-credentials'), null)
  const payments = await fetch(`${sandbox.url}/_sandbox/payments`, { headers })
  t.equal(payments.status, 403)
  t.equal(payments.headers.get('access-control-allow-origin'), null)
})

t.test('the contract is the control API’s: another origin may not read it', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  for (const path of ['openapi.json', 'reference']) {
    t.equal((await fetch(`${sandbox.url}/_sandbox/${path}`)).status, 401, path)
  }
})
