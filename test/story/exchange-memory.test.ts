import { request } from 'node:http'
import t from 'tap'
import type { Rule } from '../../contracts/rule.ts'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import { createExchanges, type Exchange } from '../../server/readings/exchanges/memory.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import type { Emulator } from '../../server/workspace/emulator.ts'
import { defaultWorkspace } from '../../server/workspace/workspaces.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  chargeBody,
  chargeCard,
  control,
  openSandbox,
  payThroughPage,
  requestToken,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { makeLink, payAt } from './links-and-codes.ts'
import { inWorkspace, put, remove } from './rooms.ts'

type Fields = Record<string, unknown>

const list = async (sandbox: Sandbox, query = '') =>
  (await control(sandbox, 'GET', `exchanges?${query}`)).body.exchanges as Fields[]

const invoices = (exchanges: Fields[]) => exchanges.map(({ invoiceId }) => invoiceId)

const openEmulator = async (t: { teardown(run: () => unknown): unknown }): Promise<Emulator> => {
  const running = await start(toConfig({ port: 0, seed: 'test' }))
  t.teardown(() => running.close())
  return (await running.workspaces.get(defaultWorkspace)).emulator
}

const exchange = (target: string, body = ''): Exchange => ({
  ...{ at: 0, seq: 1, method: 'GET', target, route: '', params: {}, durationMs: 1, sent: true },
  ...{ problems: [], findings: [] },
  request: { headers: {}, body: '', bytes: 0 },
  answer: { status: 200, headers: {}, body, bytes: body.length },
})

t.test('the newest are kept: so many, of all workspaces together', async (t) => {
  const [one, other] = [await openEmulator(t), await openEmulator(t)]
  const exchanges = createExchanges({ count: 5, bytes: 1_000_000 })
  for (let i = 1; i <= 7; i += 1) exchanges.keep(i % 2 ? one : other, exchange(`/${i}`))
  const targets = (emulator: Emulator) => exchanges.of(emulator).map(({ target }) => target)
  t.same(
    [targets(one), targets(other)],
    [
      ['/3', '/5', '/7'],
      ['/4', '/6'],
    ],
  )
  const [id] = exchanges.of(one).map(({ id }) => id)
  t.equal(exchanges.find(one, id ?? 0)?.target, '/3')
  t.equal(exchanges.find(other, id ?? 0), undefined, 'another workspace does not see it')
  t.equal(exchanges.find(one, 1), undefined, 'what was pushed out is not found')
})

t.test('the newest are kept: of so many bytes', async (t) => {
  const emulator = await openEmulator(t)
  const exchanges = createExchanges({ count: 100, bytes: 50_000 })
  for (let i = 1; i <= 10; i += 1) exchanges.keep(emulator, exchange(`/${i}`, 'x'.repeat(10_000)))
  t.same(
    exchanges.of(emulator).map(({ target }) => target),
    ['/7', '/8', '/9', '/10'],
  )
  exchanges.keep(emulator, exchange('/huge', 'x'.repeat(60_000)))
  t.same(exchanges.of(emulator), [], 'one that is too large alone pushes out itself')
})

t.test('headers and many small fields count too', async (t) => {
  const emulator = await openEmulator(t)
  const exchanges = createExchanges({ count: 100, bytes: 50_000 })
  const fields = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`f${i}`, '']))
  const costly = [
    { headers: {}, body: fields, bytes: 400 },
    { headers: { cookie: 'x'.repeat(8_000) }, body: '', bytes: 0 },
  ]
  for (const request of costly) {
    for (let i = 1; i <= 10; i += 1) exchanges.keep(emulator, { ...exchange('/'), request })
    t.ok(exchanges.of(emulator).length < 5)
  }
})

/** Nobody says beforehand how long it is. */
const sendInChunks = ({ url }: Sandbox, body: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = request(`${url}/oauth2/token`, { method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
    sent.on('error', reject)
    sent.write(body.slice(0, 10))
    sent.end(body.slice(10))
  })

t.test('a form that came in chunks is counted by what was read, and cut', async (t) => {
  const sandbox = await openSandbox(t)
  const length = 200_000
  t.equal(await sendInChunks(sandbox, `scope=${'x'.repeat(length)}`), 400)
  const [short] = await list(sandbox)
  const { body } = await control(sandbox, 'GET', `exchanges/${short?.id}`)
  const { bytes } = body.request as { bytes: number }
  t.ok(bytes >= length, `${bytes} bytes`)
  t.ok(JSON.stringify(body.request).length < 40_000)
  // 16 MB are kept of all: the first of a hundred such forms is gone.
  for (let i = 0; i < 100; i += 1) await sendInChunks(sandbox, `scope=${'x'.repeat(length)}`)
  t.equal((await control(sandbox, 'GET', `exchanges/${short?.id}`)).status, 404)
})

t.test(
  'a reset forgets the exchanges of its workspace alone, a deleted workspace takes its own along',
  async (t) => {
    const sandbox = await openSandbox(t)
    const [one, other] = [inWorkspace(sandbox, 'one'), inWorkspace(sandbox, 'other')]
    await requestToken(sandbox, { invoiceID: '000000001' })
    await requestToken(one, { invoiceID: '000000002' })
    await requestToken(other, { invoiceID: '000000003' })
    const all = async () =>
      Promise.all([sandbox, one, other].map(async (room) => invoices(await list(room)).join()))
    t.same(await all(), ['000000001', '000000002', '000000003'])
    const [foreign] = await list(one)
    t.equal((await control(other, 'GET', `exchanges/${foreign?.id}`)).status, 404)
    await control(one, 'POST', 'reset')
    t.same(await all(), ['000000001', '', '000000003'])
    await remove(sandbox, 'other')
    await put(sandbox, 'other')
    t.same(await all(), ['000000001', '', ''])
  },
)

t.test('an address that is none is told to the workspace, and opens none', async (t) => {
  const sandbox = await openSandbox(t)
  await fetch(`${sandbox.url}/w/nobody/epay/token`)
  const { body } = await control(sandbox, 'GET', 'workspaces')
  matches(
    t,
    (body.workspaces as Fields[]).map(({ name }) => name),
    ['default'],
  )
  await requestToken(inWorkspace(sandbox, 'fresh'), { invoiceID: 'INV-1' })
  matches(t, await list(inWorkspace(sandbox, 'fresh')), [{ status: 400, invoiceId: 'INV-1' }])
  await put(sandbox, 'somebody')
  await fetch(`${sandbox.url}/w/somebody/epay/token`)
  matches(t, await list(inWorkspace(sandbox, 'somebody')), [{ path: '/epay/token', status: 404 }])
})

t.test('exchanges are found by invoice and by payment, and listed page by page', async (t) => {
  const sandbox = await openSandbox(t)
  for (const invoiceId of ['000000001', '000000002'])
    await payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order: { invoiceId } })
  t.same(invoices(await list(sandbox, 'invoiceId=000000002')), Array(3).fill('000000002'))
  const [payment] = await sandbox.payments()
  const token = await tokenOf(sandbox, { invoiceID: '000000003' })
  const refund = `${sandbox.apiUrl}/operation/${payment?.id}/refund?amount=10`
  await fetch(refund, { method: 'POST', headers: bearer(token) })
  const paths = (await list(sandbox, `paymentId=${payment?.id}`)).map(({ path }) => path)
  t.same(paths, ['/epay2/oauth2/token', '/payform/', '/payform/pay', `/api/operation/${payment?.id}/refund`])
  t.same(await list(sandbox, 'paymentId=nothing'), [])
  const first = (await control(sandbox, 'GET', 'exchanges?limit=5')).body
  t.equal((first.exchanges as Fields[]).length, 5)
  const second = (await control(sandbox, 'GET', `exchanges?limit=5&after=${first.next}`)).body
  t.equal((second.exchanges as Fields[]).length, 3)
  t.equal(second.next, null)
})

t.test('a payment link and the way through it are among the requests of its order', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox, { invoice_id: '000000077' })
  await payAt(sandbox, url)
  const operations = (await list(sandbox, 'invoiceId=000000077')).map(({ operation }) => operation)
  t.same(operations, ['makeInvoiceLink', 'openInvoiceLink', 'pay'])
})

t.test(
  'a list asked for wrongly is a problem in words, and so is an exchange that is not there',
  async (t) => {
    const sandbox = await openSandbox(t)
    for (const [query, where] of [
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['limit=all', 'limit'],
      ['after=last', 'after'],
      ['after=1&after=2', 'after'],
      ['invoiceId=', 'invoiceId'],
    ] as const) {
      const { status, body } = await control(sandbox, 'GET', `exchanges?${query}`)
      matches(t, { status, body }, { status: 400, body: { violations: [{ where }] } }, query)
    }
    for (const id of ['7', 'nothing', '999999999999']) {
      const { status, body } = await control(sandbox, 'GET', `exchanges/${id}`)
      matches(t, { status, body }, { status: 404, body: { detail: new RegExp(`got ${id}; list them`) } })
    }
  },
)

/** How a charge ends for the shop, with nothing kept alive: a cut connection is closed for good. */
const charge = async (sandbox: Sandbox, invoiceId: string) => {
  const token = await tokenOf(sandbox, { invoiceID: invoiceId })
  const body = { ...chargeBody('00000000-0000-4000-8000-000000000000'), invoiceId }
  return chargeCard(sandbox, body, { ...bearer(token), connection: 'close' }).catch(() => undefined)
}

t.test(
  'an answer that a rule changed says so, by which rule, and what the bank would have said',
  async (t) => {
    const sandbox = await openSandbox(t)
    const changes: [Rule['then'], object][] = [
      [{ answer: 'lost' }, { status: 200, sent: false }],
      [{ answer: 'half' }, { status: 200, sent: false }],
      [{ answer: { bodyOverMs: 20 } }, { status: 200, sent: true }],
      [{ answer: { status: 502 } }, { status: 502, sent: true, why: 'HTTP 502 by a rule' }],
      [{ delayMs: 1 }, { status: 200, sent: true }],
      [{ reasonCode: 484 }, { status: 400, sent: true, why: /sufficient funds/ }],
    ]
    for (const [i, [then, seen]] of changes.entries()) {
      const { id } = (await sandbox.rules.add({ then, times: 1 })) as { id: string }
      await charge(sandbox, `00000010${i}`)
      const [, charged] = await list(sandbox, `invoiceId=00000010${i}`)
      matches(t, charged, { operation: 'chargeSavedCard', rule: id, ...seen }, JSON.stringify(then))
      const { body } = await control(sandbox, 'GET', `exchanges/${charged?.id}`)
      matches(t, body, { override: then })
      if (then.answer === 'lost') matches(t, body, { answer: { body: { invoiceID: '000000100' } } })
    }
  },
)

t.test('a rule that does not change is not named', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { invoiceId: '000000009' }, then: { reasonCode: 484 } })
  await charge(sandbox, '000000001')
  matches(t, await list(sandbox), [{ rule: null }, { rule: null, status: 200 }])
})

t.test('a huge body is cut, and says so', async (t) => {
  const sandbox = await openSandbox(t)
  const body = JSON.stringify({ ...tokenForm(), client_secret: 'x'.repeat(50_000), invoiceID: 'late' })
  await fetch(sandbox.oauthUrl, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const [line] = await list(sandbox)
  const { body: shown } = await control(sandbox, 'GET', `exchanges/${line?.id}`)
  matches(t, shown.request, { cut: true, bytes: body.length })
  t.ok(JSON.stringify(shown).length < 40_000)
  t.notMatch(JSON.stringify(shown), /xxxxxxxx/, 'the secret is hidden where it was cut')
})

/** The stream of the journal until an event of this name comes. */
const heard = (sandbox: Sandbox, path: string, name: string, act: () => unknown) =>
  new Promise<string>((resolve, reject) => {
    const headers = { accept: 'text/event-stream' }
    const asked = request(`${sandbox.url}/_sandbox/${path}`, { headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
        if (!text.includes(`event: ${name}\n`)) return
        asked.destroy()
        resolve(text)
      })
      act()
    })
    asked.on('error', reject).end()
  })

t.test(
  'who listens to the journal is told of new exchanges, when asked for, and resumes as before',
  async (t) => {
    const sandbox = await openSandbox(t)
    const refused = () => requestToken(sandbox, { invoiceID: 'INV-1' })
    const answer = await heard(sandbox, 'journal?exchanges', 'exchanges', refused)
    t.match(answer, /\n\nevent: exchanges\ndata: \{\}\n\n$/, 'although the journal has nothing of it')
    const plain = await heard(sandbox, 'journal', 'token issued', async () => {
      await refused()
      await requestToken(sandbox)
    })
    t.notMatch(plain, 'event: exchanges')
  },
)
