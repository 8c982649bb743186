import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { payThroughPage, tokenForm } from '../world.ts'
import { startProcess } from './run.ts'

const refuse = (url: string, id: string) =>
  fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { 'x-request-id': id },
    body: new URLSearchParams(tokenForm({ client_secret: 'wrong', invoiceID: id.replace(/\D/g, '') })),
  })

const ids = Array.from({ length: 30 }, (_, i) => `asked-${100_000 + i}`)

t.test('in JSON every line names the request and, unless it is the default one, the workspace', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0', '--format', 'json'])
  // At once, and in two workspaces: each line must keep to its own request.
  await Promise.all(ids.map((id, i) => refuse(i % 2 ? `${url}/w/mine` : url, id)))
  const { stderr } = await stop()
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'request refused')
  t.same(
    lines.map(({ request, workspace }) => [request, workspace]).sort(),
    ids.map((id, i) => [id, i % 2 ? 'mine' : undefined]),
  )
  t.same(
    lines.map(({ invoiceId }) => invoiceId).sort(),
    ids.map((id) => id.replace(/\D/g, '')),
  )
  for (const { request, invoiceId } of lines) t.equal(request, `asked-${invoiceId}`)
})

t.test('in text a refusal names its request, and what went well does not', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0'])
  const answer = await refuse(`${url}/w/mine`, 'asked-100000')
  t.equal(answer.headers.get('x-request-id'), 'asked-100000')
  const addresses = { url, oauthUrl: `${url}/oauth2/token`, payformUrl: `${url}/payform/` }
  await payThroughPage(addresses as Sandbox)
  const log = (await stop()).stderr.split('epay-sandbox: findings')[0] ?? ''
  const lines = log
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('!'))
  t.match(lines[0], /✕ refused .*secret wrong .* {2}\(workspace mine\) {2}\(request asked-100000\)$/)
  t.match(lines[1], /← token .*test$/)
  t.match(lines.slice(1).join('\n'), /✓ CHARGE/)
  t.notMatch(lines.slice(1).join('\n'), /\((request|workspace) /)
})
