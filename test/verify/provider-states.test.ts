import t from 'tap'
import { providerStates } from '../../server/provider-states/catalogue.ts'
import { matches } from '../matches.ts'
import { bearer, control, openSandbox } from '../world.ts'

const setUp = (sandbox: Parameters<typeof control>[0], state: string, params: object = {}) =>
  control(sandbox, 'POST', 'provider-states', { state, params, action: 'setup' })

const statusOf = async (sandbox: Parameters<typeof control>[0], invoiceId: string, accessToken: string) => {
  const url = `${sandbox.apiUrl}/check-status/payment/transaction/${invoiceId}`
  const answer = await fetch(url, { headers: bearer(accessToken) })
  return (await answer.json()) as { resultCode: string; transaction: Record<string, unknown> | null }
}

t.test('the catalogue gives for every state a name, parameters, values and an example', async (t) => {
  const { body } = await control(await openSandbox(t), 'GET', 'provider-states')
  const states = body.states as { name: string; about: string; example: { state: string } }[]
  t.equal(states.length, providerStates.length)
  for (const { name, about, example } of states) {
    t.ok(about.length > 0, name)
    t.equal(example.state, name)
  }
  t.equal(new Set(states.map(({ name }) => name)).size, states.length)
})

for (const { name, values } of providerStates) {
  t.test(`the example of the state "${name}" makes it, and answers the values it promises`, async (t) => {
    const sandbox = await openSandbox(t)
    const { body } = await control(sandbox, 'GET', 'provider-states')
    const states = body.states as { name: string; example: object }[]
    const made = await control(
      sandbox,
      'POST',
      'provider-states',
      states.find((state) => state.name === name)?.example,
    )
    t.equal(made.status, 200, JSON.stringify(made.body))
    t.strictSame(Object.keys(made.body).sort(), [...values].sort())
    const mayBeEmpty = name === 'a payment was declined' ? ['reference', 'approvalCode'] : []
    const empty = Object.keys(made.body).filter((value) => made.body[value] === '')
    t.strictSame(empty, mayBeEmpty)
  })
}

t.test('a state needs no parameters', async (t) => {
  for (const { name } of providerStates) {
    const made = await setUp(await openSandbox(t), name)
    t.equal(made.status, 200, `${name}: ${JSON.stringify(made.body)}`)
  }
})

t.test('what a state says is what the bank says', async (t) => {
  for (const [state, params, statusName, amount] of [
    ['a payment was approved', {}, 'CHARGE', 1000],
    ['a payment was declined', { reasonCode: 455 }, 'FAILED', 1000],
    ['a payment is held', { amount: 19.9 }, 'AUTH', 19.9],
    ['a held payment was charged', { part: 400 }, 'CHARGE', 400],
    ['a held payment was cancelled', {}, 'CANCEL', 1000],
    ['a payment was refunded', {}, 'REFUND', 1000],
  ] as const) {
    const sandbox = await openSandbox(t)
    const { body } = await setUp(sandbox, state, { invoiceId: '100000777', ...params })
    const { resultCode, transaction } = await statusOf(sandbox, '100000777', String(body.accessToken))
    t.equal(resultCode, '100', state)
    matches(t, transaction, { id: body.transactionId, statusName }, state)
    if (state !== 'a payment was refunded') t.equal(transaction?.amount, amount, state)
  }
})

t.test('a state of an order that was not paid leaves the bank without it', async (t) => {
  const sandbox = await openSandbox(t)
  const { body } = await setUp(sandbox, 'an order was not paid')
  t.equal((await statusOf(sandbox, String(body.invoiceId), String(body.accessToken))).resultCode, '102')
})

t.test('a token that has expired is refused as expired', async (t) => {
  const sandbox = await openSandbox(t)
  const { body } = await setUp(sandbox, 'a payment token that has expired')
  const url = `${sandbox.apiUrl}/check-status/payment/transaction/100000001`
  const answer = await fetch(url, { headers: bearer(String(body.accessToken)) })
  t.equal(answer.status, 401)
  matches(t, await answer.json(), { message: /expired/ })
})

t.test('states are made by the calls of a merchant: the journal has nothing else', async (t) => {
  const sandbox = await openSandbox(t)
  await setUp(sandbox, 'a card is saved')
  const answer = await fetch(`${sandbox.url}/_sandbox/journal`)
  const kinds = (await answer.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
  t.match(new Set(kinds), new Set(['token issued', 'page opened', 'card saved']))
})

t.test('the names of states are read in any letter case', async (t) => {
  t.equal((await setUp(await openSandbox(t), ' A Payment  token ')).status, 200)
})

t.test('an unknown state is an error that names the nearest one', async (t) => {
  const { status, body } = await setUp(await openSandbox(t), 'a payment was aproved')
  t.equal(status, 400)
  matches(t, body, {
    detail: /state "a payment was aproved" is not known; did you mean "a payment was approved"\?/,
  })
})

t.test('a parameter a state does not have is an error that lists those it has', async (t) => {
  const { status, body } = await setUp(await openSandbox(t), 'a card is saved', { acountId: '1' })
  t.equal(status, 400)
  matches(t, body, { detail: /has no parameter "acountId"; it has: accountId, terminalId/ })
})

t.test('what the bank refuses is told in its own words', async (t) => {
  for (const [params, words] of [
    [{ invoiceId: '12' }, /token: Invalid request: invoiceID: got "12", expected 6 to 15 digits/],
    [{ amount: 'ten' }, /amount: got "ten", expected a number/],
    [{ terminalId: '00000000-0000-4000-8000-000000000001' }, /Unknown terminal/],
  ] as const) {
    const { status, body } = await setUp(await openSandbox(t), 'a payment was approved', params)
    t.equal(status, 400)
    matches(t, body, { detail: words })
  }
})

t.test('a call that is no state change is refused with what was expected', async (t) => {
  const { status, body } = await control(await openSandbox(t), 'POST', 'provider-states', { action: 'setup' })
  t.equal(status, 400)
  matches(t, body, { violations: [{ where: 'state', got: 'nothing' }] })
})

t.test('a teardown empties the workspace, and another workspace keeps what it has', async (t) => {
  const sandbox = await openSandbox(t)
  await setUp(sandbox, 'a payment was approved')
  const other = { ...sandbox, url: `${sandbox.url}/w/other` }
  await setUp(other, 'a payment was approved')
  await control(other, 'POST', 'provider-states', { state: 'a payment was approved', action: 'teardown' })
  t.same((await control(other, 'GET', 'payments')).body.payments, [])
  t.equal((await sandbox.payments()).length, 1)
})

t.test('with a control token states are made for anyone who has it', async (t) => {
  const sandbox = await openSandbox(t, { token: 'control' })
  const body = JSON.stringify({ state: 'a payment was approved' })
  const headers = { 'content-type': 'application/json', authorization: 'Bearer control' }
  const url = `${sandbox.url}/_sandbox/provider-states`
  t.equal((await fetch(url, { method: 'POST', body, headers })).status, 200)
})
