import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { promisify } from 'node:util'
import t from 'tap'
import { hourMs, secondMs } from '../../contracts/time.ts'
import { toConfig } from '../../server/config.ts'
import { compose } from '../../server/main.ts'
import type { Clock } from '../../server/ports.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { plain } from '../plain.ts'
import { until } from '../until.ts'
import {
  bearer,
  card,
  chargeBody,
  chargeCard,
  control,
  lockedCard,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  requestToken,
  saveCard,
  seedMoment,
  settle,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { readMetrics } from './metrics-text.ts'
import { inWorkspace, remove } from './rooms.ts'

const scrape = async ({ url }: Pick<Sandbox, 'url'>) => {
  const answer = await fetch(`${url}/_sandbox/metrics`)
  return { answer, text: await answer.text() }
}
const metricsOf = async (sandbox: Pick<Sandbox, 'url'>) => readMetrics((await scrape(sandbox)).text)

t.test('the library is loaded by the first scrape, not by the start', async (t) => {
  // In a process of its own: here another test may have scraped already.
  const script = `
    const { createRequire } = await import('node:module')
    const { createSandbox } = await import('${new URL('../../server/sandbox.ts', import.meta.url).href}')
    const { cache } = createRequire('${import.meta.url}')
    const isLoaded = () => Object.keys(cache).some((path) => path.includes('/prom-client/'))
    const sandbox = await createSandbox({ seed: 'test' })
    const before = isLoaded()
    await (await fetch(sandbox.url + '/_sandbox/metrics')).text()
    console.log(before, isLoaded())
    await sandbox.close()`
  const [program = '', ...rest] = plain([process.execPath, '--input-type=module', '--eval', script])
  const { stdout, stderr } = await promisify(execFile)(program, rest)
  t.equal(stdout, 'false true\n', stderr)
  const { answer } = await scrape(await openSandbox(t))
  t.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
})

/** An approval, a decline, a refund, a refusal, an open page; one postlink delivered, one refused, one owed. */
const morning = async (sandbox: Sandbox, merchantUrl: string) => {
  const cardId = await saveCard(sandbox)
  const pay = (invoiceId: string, path: string, typed: object) =>
    payThroughPage(sandbox, {
      token: { invoiceID: invoiceId },
      order: { invoiceId, postLink: `${merchantUrl}/${path}` },
      typed,
    })
  const { accessToken } = await pay('000000001', 'good', card)
  await pay('000000002', 'bad', lockedCard)
  await settle(sandbox)
  const [, paid] = await sandbox.payments()
  const refund = `${sandbox.apiUrl}/operation/${paid?.id}/refund`
  await fetch(refund, { method: 'POST', headers: bearer(accessToken) })
  await requestToken(sandbox, { client_secret: 'wrong' })
  const token = await tokenOf(sandbox, { invoiceID: '000000003' })
  await chargeCard(sandbox, chargeBody(cardId, { invoiceId: '000000003' }), bearer(token))
  const open = await tokenOf(sandbox, { invoiceID: '000000004' })
  await openPayform(sandbox, paymentObject(open, { invoiceId: '000000004' }))
}

const openMorning = async (t: Parameters<typeof openSandbox>[0]) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async ({ path }) => (path === '/bad' ? 503 : 200)
  await morning(sandbox, merchant.url)
  return sandbox
}

t.test('a scrape tells what happened and how it stands, in the format scrapers read', async (t) => {
  const sandbox = await openMorning(t)
  const { value, types } = await metricsOf(sandbox)
  const workspace = 'default'
  t.equal(value('payments_total', { workspace, outcome: 'approved', reason_code: '0' }), 3)
  t.equal(value('payments_total', { workspace, outcome: 'declined', reason_code: '465' }), 1)
  t.equal(value('operations_total', { workspace, operation: 'refund' }), 1)
  t.equal(value('postlink_attempts_total', { workspace, result: '2xx' }), 1)
  t.equal(value('postlink_attempts_total', { workspace, result: '5xx' }), 1)
  t.equal(value('refused_total', { workspace, reason: 'secret wrong' }), 1)
  t.equal(value('requests_total', { workspace, operation: 'token', status: '200' }), 5)
  t.equal(value('requests_total', { workspace, operation: 'token', status: '401' }), 1)
  t.equal(value('requests_total', { workspace, operation: 'chargeSavedCard', status: '200' }), 1)
  t.equal(value('requests_total', { workspace, operation: 'refund', status: '200' }), 1)
  t.equal(value('requests_total', { workspace, operation: 'page', status: '303' }), 3)
  t.equal(value('postlinks', { workspace, state: 'delivered' }), 1)
  t.equal(value('postlinks', { workspace, state: 'due' }), 2, 'one refused by the shop, one to nobody')
  t.equal(value('postlinks_underway', { workspace }), 0)
  t.equal(value('open_pages', { workspace }), 2, 'after a decline there are tries left')
  t.ok((value('alarms', { workspace }) ?? 0) >= 2, 'a page that expires and a postlink to be tried again')
  t.equal(value('alarm_late_seconds', { workspace }), 0)
  t.equal(value('commands_waiting', { workspace }), 0)
  t.equal(value('listeners', { workspace }), 0)
  t.equal(value('limits_hit_total', { limit: 'commands' }), 0)
  t.equal(value('limits_hit_total', { limit: 'workspaces' }), 0)
  t.equal(value('limits_hit_total', { limit: 'journal' }), 0)
  t.equal(value('faults_total'), 0)
  t.equal(value('findings_total', { id: 'token-without-postlink', severity: 'note' }), 6)
  t.equal(value('info'), 1)
  const journal = (await (await fetch(`${sandbox.url}/_sandbox/journal`)).text()).trim().split('\n')
  t.equal(value('journal_seq', { workspace }), journal.length)
  for (const name of [
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_seconds',
    'nodejs_heap_size_used_bytes',
  ])
    t.ok(types.has(name), name)
})

t.test('durations are a histogram of every answer of an operation', async (t) => {
  const { samples, types, value } = await metricsOf(await openMorning(t))
  const name = 'epay_sandbox_request_duration_seconds'
  t.equal(types.get(name), 'histogram')
  const buckets = samples.filter(
    (sample) => sample.name === `${name}_bucket` && sample.labels.operation === 'token',
  )
  const counts = buckets.map((bucket) => bucket.value)
  t.same(
    counts,
    counts.toSorted((a, b) => a - b),
    'each bucket holds those before it',
  )
  const bounds = buckets.map(({ labels }) => Number(labels.le?.replace('+Inf', 'Infinity')))
  t.same(
    bounds,
    bounds.toSorted((a, b) => a - b),
  )
  t.equal(bounds.at(-1), Number.POSITIVE_INFINITY)
  t.equal(counts.at(-1), 6)
  t.equal(value('request_duration_seconds_count', { operation: 'token' }), 6)
  t.ok((value('request_duration_seconds_sum', { operation: 'token' }) ?? 0) > 0)
})

t.test('an address nobody answers at is counted once, as unknown', async (t) => {
  const sandbox = await openSandbox(t)
  await fetch(`${sandbox.url}/nothing`)
  await fetch(`${sandbox.payformUrl}nothing.js`)
  const { samples } = await metricsOf(sandbox)
  t.same(
    samples
      .filter(({ name }) => name === 'epay_sandbox_requests_total')
      .map(({ labels, value }) => [labels, value]),
    [[{ workspace: 'default', operation: 'unknown', status: '404' }, 2]],
  )
})

t.test('counts go on where a reset or a deleted workspace begins again', async (t) => {
  const sandbox = await openSandbox(t)
  const approved = { outcome: 'approved' }
  const mine = inWorkspace(sandbox, 'mine')
  for (const one of [sandbox, mine]) await payThroughPage(one)
  await sandbox.reset()
  await remove(sandbox, 'mine')
  for (const one of [sandbox, mine]) await payThroughPage(one)
  const { value } = await metricsOf(sandbox)
  t.equal(value('payments_total', { workspace: 'default', ...approved }), 2)
  t.equal(value('payments_total', { workspace: 'mine', ...approved }), 2)
  t.equal(value('postlinks', { workspace: 'default', state: 'due' }), 0)
})

t.test('one scrape tells of every workspace, whichever was asked, and makes none', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(inWorkspace(sandbox, 'mine'))
  const { value } = await metricsOf(inWorkspace(sandbox, 'never-used'))
  t.equal(value('payments_total', { workspace: 'mine' }), 1)
  const names = ((await control(sandbox, 'GET', 'workspaces')).body.workspaces as { name: string }[]).map(
    ({ name }) => name,
  )
  t.same(names.sort(), ['default', 'mine'])
})

t.test('however many workspaces there are, their label has few values and nothing is left out', async (t) => {
  const sandbox = await openSandbox(t)
  const rooms = Array.from({ length: 70 }, (_, i) => inWorkspace(sandbox, `room-${i}`))
  await Promise.all([sandbox, ...rooms].map((room) => requestToken(room)))
  const { samples } = await metricsOf(sandbox)
  const labelled = samples.filter(({ labels }) => labels.workspace !== undefined)
  const names = new Set(labelled.map(({ labels }) => labels.workspace))
  t.ok(names.size <= 51, `${names.size} names`)
  t.ok(names.has('default') && names.has('_other'))
  const total = (name: string) =>
    labelled.filter((sample) => sample.name === name).reduce((sum, { value }) => sum + value, 0)
  t.equal(total('epay_sandbox_requests_total'), 71)
  t.equal(total('epay_sandbox_journal_seq'), 71 * 3, 'opened, clock set, token issued')
})

t.test('who listens to the journal is counted as long as he listens', async (t) => {
  const sandbox = await openSandbox(t)
  const listeners = async () => (await metricsOf(sandbox)).value('listeners', { workspace: 'default' })
  const listener = request(`${sandbox.url}/_sandbox/journal`, { headers: { accept: 'text/event-stream' } })
  await once(listener.end(), 'response')
  t.equal(await listeners(), 1)
  listener.destroy()
  await until(async () => (await listeners()) === 0, 'nobody listens any more')
  t.pass('and no longer')
})

t.test('an alarm that is not rung in time shows', async (t) => {
  let now = Date.parse(seedMoment)
  const stuck: Clock = { now: () => now, at: () => () => {} }
  const { app, workspaces } = await compose(toConfig({ seed: 'test' }), { clock: stuck })
  t.teardown(() => app.close().then(workspaces.close))
  const late = async () =>
    readMetrics((await app.inject('/_sandbox/metrics')).payload).value('alarm_late_seconds')
  await app.inject({ method: 'POST', url: '/oauth2/token', payload: tokenForm() })
  t.equal(await late(), 0)
  now += 2 * hourMs + 90 * secondMs
  t.equal(await late(), 90, 'the token lived for two hours')
})

t.test('no number of a card, no invoice, no token and no secret stands in it', async (t) => {
  const sandbox = await openMorning(t)
  const { text } = await scrape(sandbox)
  for (const secret of [
    card.pan,
    '5096',
    '000000001',
    sandbox.credentials.clientSecret,
    'testuser1',
    '/good',
  ])
    t.notOk(text.includes(secret), secret)
})

t.test('with a control token a scrape must show it', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  t.equal((await scrape(sandbox)).answer.status, 401)
  const answer = await fetch(`${sandbox.url}/_sandbox/metrics`, { headers: bearer('let-me-in') })
  t.equal(readMetrics(await answer.text()).value('info'), 1)
})

t.test(`the sandbox of ${seedMoment} is as deterministic with a scrape as without`, async (t) => {
  const journal = async (scraped: boolean) => {
    const sandbox = await openSandbox(t)
    await payThroughPage(sandbox)
    if (scraped) await scrape(sandbox)
    await payThroughPage(sandbox, { token: { invoiceID: '000000002' }, order: { invoiceId: '000000002' } })
    return (await fetch(`${sandbox.url}/_sandbox/journal`)).text()
  }
  t.equal(await journal(true), await journal(false))
})
