import Fastify from 'fastify'
import t from 'tap'
import { controlJsonOf, jsonOf } from '../../server/client/answer.ts'
import { call } from '../../server/client/control.ts'
import { overInject, overNetwork, type Sent } from '../../server/client/transport.ts'
import { CheckFailed, Unreachable, UsageError } from '../../server/errors.ts'
import { matches } from '../matches.ts'

/** A server that answers what it was asked, redirects, and breaks off. */
const openEcho = async () => {
  const app = Fastify()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  )
  app.get('/gone', (_, reply) => reply.redirect('/elsewhere'))
  app.get('/half', (_, reply) => {
    reply.raw.writeHead(200, { 'content-length': 100 })
    reply.raw.write('{"half"', () => reply.raw.destroy())
  })
  app.get('/none', (_, reply) => void reply.raw.destroy())
  app.post('/refused/*', (_, reply) => reply.code(403).send({ code: 7, message: 'not yours' }))
  app.all('*', ({ method, url, headers, body }) => ({ method, url, headers, body }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return app
}

const app = await openEcho()
const url = app.listeningOrigin
const ways = { network: overNetwork, inject: (target: { url: string }) => overInject(app, target) }

for (const [way, open] of Object.entries(ways)) {
  const target = { url: `${url}/`, workspace: 'blue', token: 'control' }
  const echo = async (path: string, sent: Sent = {}) => {
    const { text } = await open(target)(sent.form || sent.json ? 'POST' : 'GET', path, sent)
    return JSON.parse(text)
  }

  t.test(`${way}: a path is of the workspace, a whole URL is where it is`, async (t) => {
    matches(t, await echo('/qr'), { method: 'GET', url: '/w/blue/qr', headers: { host: new URL(url).host } })
    matches(t, await echo(`${url}/qr?page=1`), { url: '/qr?page=1' })
  })

  t.test(`${way}: forms, JSON and tokens; the control token goes to the control API alone`, async (t) => {
    const form = await echo('/token', { form: { a: '1', b: 'чай' } })
    matches(t, form, { method: 'POST', body: 'a=1&b=%D1%87%D0%B0%D0%B9' })
    t.equal(form.headers.authorization, undefined)
    const json = await echo('/operation', { json: { amount: 1 }, accessToken: 'bank' })
    matches(t, json, { body: { amount: 1 }, headers: { authorization: 'Bearer bank' } })
    matches(t, await echo('/_sandbox/clock'), { headers: { authorization: 'Bearer control' } })
  })

  t.test(`${way}: a redirect is an answer`, async (t) => {
    const { status, headers } = await open({ url })('GET', '/gone')
    t.equal(status, 302)
    t.equal(headers.get('location'), '/elsewhere')
  })

  t.test(`${way}: a refusal is thrown in the words of who refused`, async (t) => {
    const answer = await open({ url })('POST', '/refused/operation')
    t.throws(() => jsonOf(answer, 'charge'), new CheckFailed('charge: not yours'))
  })
}

t.test('an answer that never came, or not whole, says so', async (t) => {
  const none = await overNetwork({ url })('GET', '/none')
  t.equal(none.status, undefined)
  t.type(none.error, 'string')
  t.throws(() => jsonOf(none, 'status'), { name: 'Error', message: /^status: ./ })
  const half = await overNetwork({ url })('GET', '/half')
  t.equal(half.status, 200)
  t.type(half.error, 'string')
  t.throws(() => jsonOf(half, 'status'), { name: 'Error', message: /^status: ./ })
})

t.test('the control API: nobody there, somebody else there, and problems in their own words', async (t) => {
  const nobody = { url: 'http://127.0.0.1:9' }
  await t.rejects(call(nobody, 'GET', 'clock'), {
    constructor: Unreachable,
    message: /^no sandbox answers at http:\/\/127\.0\.0\.1:9 \(.+\); start one, or give --url$/,
  })
  await t.rejects(
    call({ url }, 'GET', 'clock'),
    new Unreachable(`${url} answers, but is no epay-sandbox; give its address with --url`),
  )
  const problem = (status: number) => ({
    ...{ url: `${url}/_sandbox/rules`, status, tookMs: 0, headers: new Headers({ 'epay-sandbox': '1' }) },
    text: '{"title":"The rule cannot be added","detail":"then is missing"}',
  })
  const reason = 'The rule cannot be added: then is missing'
  t.throws(() => controlJsonOf(problem(400), 'rules'), new UsageError(reason))
  t.throws(() => controlJsonOf(problem(409), 'rules'), new CheckFailed(reason))
})
