import t from 'tap'
import { requestIds } from '../../server/http/request/request-id.ts'
import { matches } from '../matches.ts'
import { openSandbox, tokenForm } from '../world.ts'
import { openGated } from './gate.ts'

t.test('every answer says which request it was, and no two are the same', async (t) => {
  const sandbox = await openSandbox(t)
  const form = { method: 'POST', body: new URLSearchParams(tokenForm()) }
  const answers = await Promise.all([
    fetch(sandbox.oauthUrl, form),
    fetch(sandbox.oauthUrl, { method: 'POST', body: 'x' }),
    fetch(`${sandbox.apiUrl}/operation/none/charge`, { method: 'POST' }),
    fetch(`${sandbox.payformUrl}?params=x`),
    fetch(`${sandbox.url}/nothing`),
    fetch(`${sandbox.url}/_sandbox/health`),
    fetch(`${sandbox.url}/_sandbox/payments/none`),
    fetch(`${sandbox.url}/_sandbox/nothing`),
    fetch(`${sandbox.url}/w/mine/_sandbox/health`),
  ])
  const ids = answers.map(({ headers }) => headers.get('x-request-id'))
  for (const [i, id] of ids.entries()) t.match(id, /^[0-9a-z]+-[0-9a-z]+$/, String(answers[i]?.url))
  t.equal(new Set(ids).size, ids.length)
})

t.test('an answer that a rule spoils, and one that never ends, say it too', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { operation: 'token' }, then: { answer: { bodyOverMs: 1 } } })
  const spoiled = await fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(tokenForm()) })
  t.match(spoiled.headers.get('x-request-id'), /-/)
  const stop = new AbortController()
  const listening = await fetch(`${sandbox.url}/_sandbox/journal`, {
    headers: { accept: 'text/event-stream' },
    signal: stop.signal,
  })
  t.match(listening.headers.get('x-request-id'), /-/)
  stop.abort()
  await t.rejects(listening.text(), { name: 'AbortError' })
})

t.test("the asker's own id is kept when it is well-formed, and only then", async (t) => {
  const { app } = await openGated(t)
  const answered = async (id: string) =>
    (await app.inject({ url: '/_sandbox/health', headers: { 'x-request-id': id } })).headers['x-request-id']
  for (const id of ['order-17', '0af7651916cd43dd8448eb211c80319c', 'a/b:c.d=@+_', 'x'.repeat(128)])
    t.equal(await answered(id), id)
  for (const id of ['', 'x'.repeat(129), 'two words', '<script>', 'é', 'a"b', 'a,b'])
    t.match(await answered(id), /^[0-9a-z]+-[0-9a-z]+$/, id)
})

t.test('two runs share no id', async (t) => {
  const [one, other] = [requestIds(1_739_335_371_000), requestIds(1_739_335_371_001)]
  const some = (make: typeof one) => Array.from({ length: 100 }, () => make({ headers: {} } as never))
  t.equal(new Set([...some(one), ...some(other)]).size, 200)
})

t.test('ids stay out of the journal: it is the same bytes whatever they are', async (t) => {
  const { askToken, app, workspaces } = await openGated(t)
  const other = await openGated(t)
  await askToken({ 'x-request-id': 'mine-1' })
  await other.askToken()
  const journal = async (server: typeof app) => (await server.inject('/_sandbox/journal')).payload
  t.equal(await journal(app), await journal(other.app))
  t.notMatch(await journal(app), 'mine-1')
  t.equal((await workspaces.opened()).length, 1)
})

t.test('a fault answers with the id under which the log tells it', async (t) => {
  const { askToken, gate, faults, app } = await openGated(t)
  gate.before = async () => {
    throw new Error('the disk is on fire')
  }
  const answer = await askToken({ 'x-request-id': 'mine-1' }, '/w/mine')
  t.equal(answer.statusCode, 500)
  const message = 'Internal error of the sandbox: see its log, request mine-1'
  matches(t, answer.json(), { code: -1, message, error: 'server_error', error_description: message })
  t.notMatch(answer.payload, 'fire')
  const facts = { request: 'mine-1', method: 'POST', path: '/oauth2/token', workspace: 'mine' }
  matches(t, faults, [[{ message: 'the disk is on fire' }, facts]])

  const url = '/_sandbox/journal?token=secret'
  const problem = await app.inject({ url, headers: { 'x-request-id': 'mine-2' } })
  matches(t, problem.json(), { status: 500, title: 'Internal error', detail: /request mine-2$/ })
  matches(t, faults[1]?.[1], { path: '/_sandbox/journal' }, 'no query: a token may stand there')
  gate.before = async () => {}
  t.match((await app.inject('/_sandbox/metrics')).payload, /^epay_sandbox_faults_total 2$/m)
})
