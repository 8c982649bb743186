import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  journalText,
  openSandbox,
  payThroughPage,
  requestToken,
  tokenForm,
} from '../world.ts'

type Fields = Record<string, string>

const cabinet: Fields = {
  grant_type: 'password',
  scope: 'api',
  client_id: 'test',
  client_secret: tokenForm().client_secret as string,
  username: 'epay@halykbank.kz',
  password: 'XZG1E@Mm',
}

const ask = async (sandbox: Sandbox, form: Fields, headers: Record<string, string> = {}) => {
  const answer = await fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(form), headers })
  return { status: answer.status, body: (await answer.json()) as Fields }
}

const users = [
  cabinet,
  { ...cabinet, username: 'EPAY@halykbank.kz' },
  {
    ...cabinet,
    client_id: 'halykfinanceUSD',
    client_secret: 'U01gQZVL##lJ$NhJ',
    username: 'halykfinanceUSD@halykbank.nb',
    password: 'XVp36qar',
  },
]

t.test('a documented user of the cabinet gets a token, and a refresh token beside it', async (t) => {
  const sandbox = await openSandbox(t)
  for (const form of users) {
    const { status, body } = await ask(sandbox, form)
    t.equal(status, 200, String(form.username))
    matches(t, body, { scope: 'api', token_type: 'Bearer', refresh_token: /^[A-Z0-9]{22}$/ })
  }
  const journal = await journalText(sandbox)
  for (const secret of ['XZG1E@Mm', 'XVp36qar']) t.notMatch(journal, secret, 'no password is written down')
})

t.test('a wrong password, an unknown user and the user of another client are refused alike', async (t) => {
  const sandbox = await openSandbox(t)
  for (const wrong of [
    { password: 'xzg1e@mm' },
    { password: '' },
    { username: 'nobody@halykbank.kz' },
    { username: 'halykfinanceUSD@halykbank.nb', password: 'XVp36qar' },
  ] as Fields[]) {
    const { status, body } = await ask(sandbox, { ...cabinet, ...wrong })
    matches(
      t,
      { status, body },
      { status: 400, body: { error: 'invalid_grant', message: /Invalid username or password/ } },
    )
    t.notMatch(JSON.stringify(body), 'XVp36qar')
  }
})

t.test('a refresh token gets one more token, once, for its own client, for a day', async (t) => {
  const sandbox = await openSandbox(t)
  const { body: first } = await ask(sandbox, cabinet)
  const { username: _u, password: _p, ...client } = cabinet
  const again = (refresh_token = '') => ({ ...client, grant_type: 'refresh_token', refresh_token })
  await sandbox.clock.advance('PT3H')
  const other = { client_id: 'halykfinanceUSD', client_secret: 'U01gQZVL##lJ$NhJ' }
  const refused = { status: 400, body: { error: 'invalid_grant', message: /Refresh token is not valid/ } }
  matches(t, await ask(sandbox, { ...again(first.refresh_token), ...other }), refused)
  const second = await ask(sandbox, again(first.refresh_token))
  matches(t, second, { status: 200, body: { scope: 'api', refresh_token: /^[A-Z0-9]{22}$/ } })
  matches(t, await ask(sandbox, again(first.refresh_token)), refused, 'the second time')
  matches(t, await ask(sandbox, again('NOSUCHTOKEN')), refused)
  await sandbox.clock.advance('P1D')
  matches(t, await ask(sandbox, again(second.body.refresh_token)), refused, 'a day later')
})

t.test('a refresh token is no access token', async (t) => {
  const sandbox = await openSandbox(t)
  const { body } = await ask(sandbox, cabinet)
  matches(t, await askStatus(sandbox, String(body.refresh_token), '000000001'), { status: 401 })
  matches(t, await askStatus(sandbox, String(body.access_token), '000000001'), { status: 200 })
})

t.test('client credentials get no refresh token', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, (await requestToken(sandbox)).body, { refresh_token: /^$/ })
})

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

t.test('client id and secret may come by HTTP Basic, alone or beside the body', async (t) => {
  const sandbox = await openSandbox(t)
  const { client_id = '', client_secret = '', ...rest } = tokenForm()
  matches(t, await ask(sandbox, rest, basic(client_id, client_secret)), { status: 200 })
  matches(t, await ask(sandbox, tokenForm(), basic(client_id, client_secret)), { status: 200 })
  matches(t, await ask(sandbox, tokenForm(), basic('nobody', 'wrong')), { status: 200 }, 'the body wins')
  matches(t, await ask(sandbox, rest, basic(client_id, 'wrong')), { status: 401 })
  matches(t, await ask(sandbox, rest, { authorization: 'Bearer OLD' }), { status: 400 })
  const answer = await fetch(sandbox.oauthUrl, { method: 'POST', headers: basic(client_id, client_secret) })
  matches(t, await answer.json(), { violations: [{ where: 'grant_type' }] }, 'what is missing is said')
})

t.test('how long a token lives is a setting of its terminal', async (t) => {
  const terminal = 'aaaaaaaa-1111-4222-8333-444444444444'
  const terminals = [{ id: terminal, client: 'test', tokenExpireInSeconds: 900 }]
  const sandbox = await openSandbox(t, { terminals, quirks: { expiresIn: 'string' } })
  matches(t, (await requestToken(sandbox)).body, { expires_in: /^7200$/ })
  const { body } = await requestToken(sandbox, { terminal })
  t.equal(body.expires_in, '900')
  await sandbox.clock.advance('PT14M59S')
  matches(t, await askStatus(sandbox, String(body.access_token), '000000001'), { status: 200 })
  await sandbox.clock.advance('PT1S')
  matches(t, await askStatus(sandbox, String(body.access_token), '000000001'), {
    status: 401,
    body: { message: /Token is not valid: it has expired/ },
  })
})

t.test('the scope is echoed as it came, with the blank the documents print before it', async (t) => {
  const sandbox = await openSandbox(t)
  for (const scope of [' webapi payment', 'payment', 'payment  webapi ']) {
    t.equal((await requestToken(sandbox, { scope })).body.scope, scope)
  }
  matches(t, await sandbox.payments(), [])
  await payThroughPage(sandbox, { token: { scope: ' payment' } })
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
})

t.test('a token of a user asks for the status of the merchant’s orders', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const { body } = await ask(sandbox, { ...cabinet, terminal: tokenForm().terminal as string })
  const headers = bearer(String(body.access_token))
  const answer = await fetch(`${sandbox.apiUrl}/check-status/payment/transaction/000000001`, { headers })
  matches(t, await answer.json(), { resultCode: '100' })
})
