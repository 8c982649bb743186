import t from 'tap'
import type { Rule } from '../../contracts/rule.ts'
import { matches } from '../matches.ts'
import { control, journal, openSandbox } from '../world.ts'

const decline = { reasonCode: 484 }

/** What is wrong, and where the answer must point. */
const wrong: [string, unknown, { where: string; got: string; expected: RegExp }][] = [
  ['no outcome at all', {}, { where: 'then', got: 'nothing', expected: /./ }],
  ['an empty outcome', { then: {} }, { where: 'then', got: '{}', expected: /./ }],
  [
    'an unknown field',
    { then: decline, whne: {} },
    { where: 'whne', got: 'an unknown field', expected: /when, then, times/ },
  ],
  [
    'an unknown condition',
    { when: { invoice: '1' }, then: decline },
    { where: 'when.invoice', got: 'an unknown field', expected: /invoiceId/ },
  ],
  [
    'an unknown outcome',
    { then: { decline: true } },
    { where: 'then.decline', got: 'an unknown field', expected: /reasonCode/ },
  ],
  [
    'an unknown fault of the postlink',
    { then: { postlink: { twice: true } } },
    { where: 'then.postlink.twice', got: 'an unknown field', expected: /copies/ },
  ],
  [
    'a code the table lacks',
    { then: { reasonCode: 999 } },
    { where: 'then.reasonCode', got: '999', expected: /reason-codes/ },
  ],
  [
    'a code as text',
    { then: { reasonCode: '484' } },
    { where: 'then.reasonCode', got: '"484"', expected: /reason code/ },
  ],
  [
    'a negative code',
    { then: { reasonCode: -2 } },
    { where: 'then.reasonCode', got: '-2', expected: /reason code/ },
  ],
  [
    'an unknown operation',
    { when: { operation: 'pay' }, then: decline },
    { where: 'when.operation', got: '"pay"', expected: /savedCard/ },
  ],
  [
    'a card that is none',
    { when: { card: 'visa' }, then: decline },
    { where: 'when.card', got: '"visa"', expected: /last four/ },
  ],
  [
    'an amount as text',
    { when: { amount: '100' }, then: decline },
    { where: 'when.amount', got: '"100"', expected: /min/ },
  ],
  [
    'attempt zero',
    { when: { attempt: 0 }, then: decline },
    { where: 'when.attempt', got: '0', expected: /1 is the first/ },
  ],
  [
    'an unknown answer',
    { then: { answer: 'slow' } },
    { where: 'then.answer', got: '"slow"', expected: /lost, refused, half/ },
  ],
  [
    'a status that is none',
    { then: { answer: { status: 99 } } },
    { where: 'then.answer', got: '{"status":99}', expected: /502/ },
  ],
  [
    'an unknown 3-D Secure',
    { then: { threeDS: 'yes' } },
    { where: 'then.threeDS', got: '"yes"', expected: /challenge/ },
  ],
  ['times zero', { then: decline, times: 0 }, { where: 'times', got: '0', expected: /clears itself/ }],
  ['a list', [], { where: 'body', got: '[]', expected: /object/ }],
]

t.test('a rule that is wrong is refused with what it got and what was expected', async (t) => {
  const sandbox = await openSandbox(t)
  for (const [what, rule, violation] of wrong) {
    const { status, body } = await control(sandbox, 'POST', 'rules', rule as object)
    t.equal(status, 400, what)
    matches(t, body, { title: 'The rule cannot be added', status: 400, violations: [violation] })
    t.match(String(body.detail), `${violation.where}: got ${violation.got}`)
    await t.rejects(
      sandbox.rules.add(rule as Rule),
      { message: new RegExp(`^the rule cannot be added: ${violation.where}: got `) },
      'and in process',
    )
  }
  t.same(await sandbox.rules.list(), [])
  t.same(
    (await journal(sandbox)).filter(({ kind }) => kind === 'rule added'),
    [],
  )
})

t.test('the problem is an RFC 9457 document', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await fetch(`${sandbox.url}/_sandbox/rules`, { method: 'POST' })
  t.match(answer.headers.get('content-type'), 'application/problem+json')
  matches(t, await answer.json(), { type: 'about:blank', status: 400, title: String, detail: String })
})

t.test('a card number in a wrong rule is not repeated', async (t) => {
  const sandbox = await openSandbox(t)
  const rule = { when: { card: '4405639704015096', holder: 7 }, then: decline }
  const { body } = await control(sandbox, 'POST', 'rules', rule)
  t.notMatch(JSON.stringify(body), '4405639704015096')
  const stray = { when: { card: ['4405639704015096'] }, then: decline }
  t.notMatch(JSON.stringify((await control(sandbox, 'POST', 'rules', stray)).body), '4405639704015096')
})

t.test('rules are added, listed and cleared over the control API', async (t) => {
  const sandbox = await openSandbox(t)
  const one = await control(sandbox, 'POST', 'rules', { then: decline })
  matches(t, one, { status: 201, body: { id: /^[0-9a-f-]{36}$/, then: decline, matched: 0 } })
  const two = await control(sandbox, 'POST', 'rules', {
    when: { invoiceId: '000123' },
    then: { approve: true },
    times: 3,
  })
  t.same((await control(sandbox, 'GET', 'rules')).body, { rules: [one.body, two.body] })
  t.same((await control(sandbox, 'DELETE', `rules/${one.body.id}`)).body, { cleared: 1 })
  matches(t, await control(sandbox, 'DELETE', `rules/${one.body.id}`), {
    status: 404,
    body: { title: 'Rule is not found', violations: [{ where: 'id', got: String(one.body.id) }] },
  })
  t.same((await control(sandbox, 'DELETE', 'rules')).body, { cleared: 1 })
  t.same((await control(sandbox, 'DELETE', 'rules')).body, { cleared: 0 })
})

t.test('rules are added, listed and cleared in process', async (t) => {
  const sandbox = await openSandbox(t)
  const one = await sandbox.rules.add({ then: decline })
  const two = await sandbox.rules.add({ then: { approve: true }, times: 2 })
  t.same(await sandbox.rules.list(), [one, two])
  t.equal(await sandbox.rules.clear(one.id), 1)
  await t.rejects(sandbox.rules.clear(one.id), { message: /is not in force; list them/ })
  t.equal(await sandbox.rules.clear(), 1)
  t.equal(await sandbox.rules.clear(), 0)
})

t.test('what the list tells is a copy', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: decline })
  for (const rule of await sandbox.rules.list()) rule.then.reasonCode = 0
  matches(t, await sandbox.rules.list(), [{ then: decline }])
})
