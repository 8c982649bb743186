import t from 'tap'
import { matches } from '../matches.ts'
import { bearer, control, openSandbox } from '../world.ts'
import {
  moneyOf,
  nothing,
  operate,
  otherTerminal,
  paid,
  type Sent,
  serviceOf,
  twoStages,
  writeRaw,
} from './operating.ts'

/** One refund of 40 of 100 in every way merchants ask for it (wire/clients §2.3). */
const ways: Record<string, Sent> = {
  'in the query': { query: '?amount=40' },
  'in the query with decimals': { query: '?amount=40.00' },
  'in JSON': { json: { amount: 40 } },
  'in JSON as text': { json: { amount: '40' } },
  'in JSON in another letter case': { json: { Amount: 40 } },
  'in a form': { form: { amount: '40' } },
  'in both, equal': { query: '?amount=40.0', json: { amount: 40 } },
  'in the query beside an empty object': { query: '?amount=40', json: {} },
  'in the query beside an empty form': { query: '?amount=40', form: {} },
}

for (const root of ['', '/api']) {
  for (const [way, sent] of Object.entries(ways)) {
    t.test(`the amount is taken ${way} at "${root}/operation"`, async (t) => {
      const charged = await paid(await openSandbox(t))
      matches(t, await operate(charged, 'refund', { ...sent, root }), nothing)
      matches(t, await moneyOf(charged), { statusName: 'CHARGE', amount: 60 })
    })
  }
}

const wholes: Record<string, Sent> = { 'no body': {}, '{}': { json: {} }, 'an empty form': { form: {} } }

for (const [what, sent] of Object.entries(wholes)) {
  t.test(`with ${what} the whole payment is charged, cancelled and refunded`, async (t) => {
    const sandbox = await openSandbox(t)
    const held = await paid(sandbox, { terminal: twoStages })
    matches(t, await operate(held, 'charge', sent), nothing)
    matches(t, await operate(held, 'refund', sent), nothing)
    matches(t, await moneyOf(held), { statusName: 'REFUND' })
    const other = await paid(sandbox, { terminal: twoStages, invoiceId: '000000002' })
    matches(t, await operate(other, 'cancel', sent), nothing)
    matches(t, await moneyOf(other), { statusName: 'CANCEL' })
  })
}

t.test('two different amounts are refused with 400, code and message', async (t) => {
  const held = await paid(await openSandbox(t), { terminal: twoStages })
  for (const operation of ['charge', 'cancel', 'refund']) {
    const answer = await operate(held, operation, { query: '?amount=40', json: { amount: 50 } })
    matches(t, answer, { status: 400, body: { code: 100, message: /differ.*got 40 and 50/ } })
    t.same(Object.keys(answer.body), ['code', 'message'])
  }
  matches(t, await moneyOf(held), { statusName: 'AUTH' })
})

t.test('an amount that is none is refused, wherever it stands', async (t) => {
  const charged = await paid(await openSandbox(t))
  const bad: Sent[] = [
    { query: '?amount=forty' },
    { query: '?amount=-40' },
    { query: '?amount=40.001' },
    { query: '?amount=40&amount=40' },
    { json: { amount: '40,00' } },
    { json: { amount: [40] } },
    { json: [40] },
    { form: { amount: '40 KZT' } },
  ]
  for (const sent of bad) {
    const answer = await operate(charged, 'refund', sent)
    matches(t, answer, { status: 400, body: { code: -1, message: /Invalid request/ } }, JSON.stringify(sent))
  }
  matches(t, await moneyOf(charged), { statusName: 'CHARGE', amount: 100 })
})

t.test('a body that is no JSON is refused as the bank refuses, not with a stack', async (t) => {
  const charged = await paid(await openSandbox(t))
  const answer = await fetch(`${charged.sandbox.apiUrl}/operation/${charged.id}/refund`, {
    method: 'POST',
    headers: { ...bearer(charged.service), 'content-type': 'application/json' },
    body: '{"amount":',
  })
  t.equal(answer.status, 400)
  matches(t, await answer.json(), { code: -1, message: /\w/ })
})

const line = (id: string, operation: string) => `POST /api/operation/${id}/${operation} HTTP/1.1`

t.test('PHP’s empty chunked body with Expect: 100-continue is an empty body', async (t) => {
  const charged = await paid(await openSandbox(t))
  const head = [
    line(charged.id, 'refund'),
    `Authorization: Bearer ${charged.service}`,
    'Content-Type: application/x-www-form-urlencoded',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
  ]
  const answer = await writeRaw(charged.sandbox, head, '0\r\n\r\n')
  t.match(answer, /^HTTP\/1\.1 100 Continue\r\n/)
  t.match(answer, /HTTP\/1\.1 200 OK\r\n/)
  t.match(answer, /content-length: 0\r\n/i)
  t.match(answer, /\r\n\r\n$/)
  matches(t, await moneyOf(charged), { statusName: 'REFUND' })
})

for (const [what, extra] of Object.entries({
  'a JSON content type and an empty body': ['Content-Type: application/json', 'Content-Length: 0'],
  'a JSON content type and no length': ['Content-Type: application/json'],
  'a JSON content type and an empty chunked body': [
    'Content-Type: application/json',
    'Transfer-Encoding: chunked',
  ],
  'no content type and a zero length': ['Content-Length: 0'],
  'no content type and an empty chunked body': ['Transfer-Encoding: chunked'],
  'a form content type and a zero length': [
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 0',
  ],
})) {
  t.test(`${what} are an operation of the whole`, async (t) => {
    const charged = await paid(await openSandbox(t))
    const head = [line(charged.id, 'refund'), `authorization: bearer ${charged.service}`, ...extra]
    const answer = await writeRaw(charged.sandbox, head, /chunked/.test(extra.join()) ? '0\r\n\r\n' : '')
    t.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
    t.match(answer, /content-length: 0\r\n/i)
    matches(t, await moneyOf(charged), { statusName: 'REFUND' })
  })
}

t.test('the token that paid operates too, and so does one without a terminal', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages })
  matches(t, await operate(held, 'charge', { token: held.spent }), nothing)
  const token = await serviceOf(sandbox, { terminal: '' })
  matches(t, await operate(held, 'refund', { token, query: '?amount=10' }), nothing)
  matches(t, await operate({ ...held, id: held.id.toUpperCase() }, 'refund'), nothing)
})

t.test('a token of another terminal of the same merchant is refused, and told why', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox)
  const token = await serviceOf(sandbox, { terminal: otherTerminal })
  matches(t, await operate(charged, 'refund', { token }), {
    status: 400,
    body: { code: 100, message: /another terminal/ },
  })
  matches(t, await moneyOf(charged), { statusName: 'CHARGE' })
})

t.test('no token, a wrong one and an expired one are refused with 401', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox)
  const refused = async (token: string, message: RegExp) =>
    matches(t, await operate(charged, 'refund', { token }), { status: 401, body: { code: -1, message } })
  await refused('', /missing/)
  await refused('NOPE', /Token is not valid/)
  await sandbox.clock.advance('PT2H')
  await refused(charged.service, /expired/)
  matches(t, await operate(charged, 'refund', { token: await serviceOf(sandbox) }), nothing)
})

t.test('a rule spoils the answer of an operation, which happens all the same or not at all', async (t) => {
  const sandbox = await openSandbox(t)
  const spoilt = async (invoiceId: string, then: object) => {
    const charged = await paid(sandbox, { invoiceId })
    await control(sandbox, 'POST', 'rules', { when: { operation: 'refund', invoiceId }, then, times: 1 })
    const answer = await operate(charged, 'refund').catch(() => 'cut')
    return [
      typeof answer === 'string' ? answer : [answer.status, answer.body.code],
      (await moneyOf(charged)).statusName,
    ]
  }
  t.same(await spoilt('000000001', { answer: 'lost' }), ['cut', 'REFUND'])
  t.same(await spoilt('000000002', { answer: 'half' }), ['cut', 'REFUND'])
  t.same(await spoilt('000000003', { answer: 'refused' }), ['cut', 'CHARGE'])
  t.same(await spoilt('000000004', { answer: { status: 503 } }), [[503, -1], 'CHARGE'])
  t.same(await spoilt('000000005', { answer: { bodyOverMs: 10 } }), [[200, undefined], 'REFUND'])
  t.same(await spoilt('000000006', { reasonCode: 3141 }), [[400, 3141], 'CHARGE'])
})
