import t from 'tap'
import { type Operation, operations } from '../../contracts/operations.ts'
import { refusals } from '../../contracts/refusal.ts'
import { matches } from '../matches.ts'

const rows = Object.entries(refusals)

t.test('every refusal is a 4xx with an OAuth word, a message and a fix', async (t) => {
  const words = [
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_grant_type',
    'invalid_scope',
    'invalid_token',
    'server_error',
    'temporarily_unavailable',
  ]
  for (const [name, { status, error, message, fix, code }] of rows) {
    t.ok(status >= 400 && status < 600, `${name}: ${status}`)
    t.ok(words.includes(error), `${name}: ${error}`)
    t.match(message, /^([A-Z]|accountId)\w*/, `${name}: message begins with a capital letter or a field`)
    t.match(fix, /^[a-z0-9]/, `${name}: fix goes on after a colon`)
    t.notMatch(`${message} ${fix}`, /[.!]$/, `${name}: no full stop`)
    t.ok(Number.isInteger(code), `${name}: code`)
  }
})

t.test('each cause has words of its own', async (t) => {
  const found = rows.map(([, { message, fix }]) => `${message}: ${fix}`)
  t.equal(new Set(found).size, found.length)
})

t.test('a wrong secret and an unknown client look alike to a stranger: 401 invalid_client', async (t) => {
  matches(t, refusals['secret wrong'], { status: 401, error: 'invalid_client' })
  matches(t, refusals['client unknown'], { status: 401, error: 'invalid_client' })
  t.equal(refusals['secret wrong'].message, refusals['client unknown'].message)
})

t.test('a token that is no good is 401', async (t) => {
  for (const name of ['token missing', 'token unknown', 'token expired', 'token used'] as const) {
    matches(t, refusals[name], { status: 401, error: 'invalid_token' }, name)
  }
})

t.test('what is not found on the sandbox’s own pages is 404', async (t) => {
  for (const name of ['page unknown', 'postlink unknown'] as const) t.equal(refusals[name].status, 404, name)
})

t.test('an unknown number gets 200 or 400 with a code: no call with a token answers 404', async (t) => {
  for (const [id, { auth, refusals: names }] of Object.entries(operations as Record<string, Operation>)) {
    if (auth === 'none') continue
    for (const name of names) t.not(refusals[name].status, 404, `${id}: ${name}`)
  }
})
