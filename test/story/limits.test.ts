import t from 'tap'
import { JournalError } from '../../server/ports.ts'
import { createSandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { control, openSandbox, payThroughPage, seedMoment } from '../world.ts'
import { openGated } from './gate.ts'
import { readMetrics } from './metrics-text.ts'
import { inWorkspace, remove } from './rooms.ts'

const limitsHit = async (app: { inject(url: string): Promise<{ payload: string }> }, limit: string) =>
  readMetrics((await app.inject('/_sandbox/metrics')).payload).value('limits_hit_total', { limit })

t.test('more commands than a workspace takes on: 503 in words, and when to come back', async (t) => {
  const { app, workspaces, gate, turnedAway, askToken } = await openGated(t)
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  gate.before = () => opened
  const { emulator } = await workspaces.get('default')
  const waiting: Promise<unknown>[] = []
  const rule = { then: { reasonCode: 484 } }
  // The first is under way, and waits for the journal.
  for (let i = 0; i <= 2_000; i++) {
    waiting.push(emulator.execute({ kind: 'add rule', rule }))
    await null
  }
  t.equal(emulator.waiting(), 2_000)
  t.equal(readMetrics((await app.inject('/_sandbox/metrics')).payload).value('commands_waiting'), 2_000)

  const answer = await askToken({ 'x-request-id': 'mine-1' })
  t.equal(answer.statusCode, 503)
  t.equal(answer.headers['retry-after'], '1')
  matches(t, answer.json(), {
    code: -1,
    message: /2000 requests.*default.*wait already/,
    error: 'server_error',
  })
  const url = '/_sandbox/rules'
  const problem = await app.inject({ method: 'POST', url, payload: rule })
  matches(t, problem.headers, { 'content-type': /^application\/problem\+json/, 'retry-after': '1' })
  matches(t, problem.json(), { status: 503, title: 'Not now', detail: /wait already/ })
  t.same(problem.json().violations, [])
  matches(t, turnedAway, [
    [{ message: /wait already/ }, { request: 'mine-1' }],
    [{}, { path: url }],
  ])
  t.equal(await limitsHit(app, 'commands'), 2)

  open()
  await Promise.all(waiting)
  t.equal((await askToken()).statusCode, 200, 'and when it has caught up it answers again')
})

t.test('a journal that is away: 503 with the time it asks for', async (t) => {
  const { app, gate, turnedAway, askToken } = await openGated(t)
  gate.before = async () => {
    throw new JournalError('the journal cannot be written: no room', { retryAfter: 2.2 })
  }
  const answer = await askToken()
  matches(t, answer, { statusCode: 503, headers: { 'retry-after': '3' } })
  matches(t, answer.json(), { message: 'the journal cannot be written: no room' })
  t.equal(turnedAway.length, 1)
  t.equal(await limitsHit(app, 'journal'), 1)
  gate.before = async () => {}
  t.equal((await askToken()).statusCode, 200)
})

t.test('one that somebody has to fix is no matter of waiting: it is told as a fault', async (t) => {
  const { gate, turnedAway, faults, askToken } = await openGated(t)
  gate.before = async () => {
    throw new JournalError('the journal cannot be written: make room', { final: true })
  }
  matches(t, await askToken({ 'x-request-id': 'mine-1' }), { statusCode: 503 })
  matches(t, faults, [[{ message: /make room/ }, { request: 'mine-1' }]])
  t.same(turnedAway, [])
})

t.test('no more workspaces than --max-workspaces: those there are go on', async (t) => {
  const sandbox = await openSandbox(t, { maxWorkspaces: 2 })
  const health = (name: string) => control(inWorkspace(sandbox, name), 'GET', 'health')
  t.equal((await health('one')).status, 200)
  const refused = await fetch(`${sandbox.url}/w/two/_sandbox/health`)
  matches(t, refused, { status: 503 })
  t.equal(refused.headers.get('retry-after'), '60')
  matches(t, await refused.json(), {
    detail: /workspace two cannot be opened, 2 are: delete some .* --max-workspaces/,
  })
  matches(t, await control(sandbox, 'PUT', 'workspaces/two', {}), { status: 503 })
  for (const one of [sandbox, inWorkspace(sandbox, 'one')])
    matches(t, (await payThroughPage(one)).paid, { status: 303 })
  const metrics = await (await fetch(`${sandbox.url}/_sandbox/metrics`)).text()
  t.equal(readMetrics(metrics).value('limits_hit_total', { limit: 'workspaces' }), 2)
  await remove(sandbox, 'one')
  t.equal((await health('two')).status, 200)
})

t.test('the bank says it in its own shape', async (t) => {
  // Not the bank's answer, so that the contract of its answers does not hold for it.
  const sandbox = await createSandbox({ seed: 'test', clock: seedMoment, maxWorkspaces: 1 })
  t.teardown(sandbox.close)
  const answer = await fetch(`${sandbox.url}/w/one/api/check-status/payment/transaction/1`)
  matches(t, await answer.json(), { code: -1, message: /workspace one cannot be opened/ })
})
