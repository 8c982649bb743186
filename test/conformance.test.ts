import t from 'tap'
import { success2020, success2025 } from '../contracts/examples.ts'
import { watchContract } from './conformance.ts'
import { matches } from './matches.ts'
import { openMerchant, openSandbox, payThroughPage, settle } from './world.ts'

const tokenAnswer = {
  method: 'POST',
  path: '/oauth2/token',
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({
    access_token: 'DCEB8O_ZM5U7SO_T_U5EJQ',
    expires_in: 7200,
    refresh_token: '',
    scope: '',
    token_type: 'Bearer',
  }),
  altered: false,
}

const verdict = (answer: Partial<typeof tokenAnswer>) => {
  const { onAnswer, check } = watchContract()
  onAnswer({ ...tokenAnswer, ...answer })
  return () => check([])
}

t.test('an answer that keeps the contract passes', async (t) => {
  t.doesNotThrow(verdict({}))
})

t.test('an answer that breaks it fails the test, with the field named', async (t) => {
  t.throws(verdict({ body: '{"access_token":"short"}' }), /access_token|expires_in/)
  t.throws(verdict({ body: tokenAnswer.body.replace('7200', 'true') }), /\/expires_in/)
  t.throws(verdict({ body: tokenAnswer.body.replace('{', '{"extra":1,') }), /additional properties/)
})

t.test('so do an error of the server, another content type and a body where there is none', async (t) => {
  t.throws(verdict({ status: 500, body: '{"code":-1,"message":"Internal error"}' }), /status 500/)
  t.throws(verdict({ contentType: 'text/plain' }), /content type "text\/plain"/)
  t.throws(verdict({ path: '/operation/:id/cancel', body: '{}' }), /a body where there is none/)
})

t.test('an answer that a rule put in place of the bank’s need not keep it', async (t) => {
  t.doesNotThrow(verdict({ status: 502, body: 'bad gateway', altered: true }))
})

t.test('a postlink must keep one of its two forms, and be of its kind', async (t) => {
  const { check } = watchContract()
  const postlink = { kind: 'success' as const, invoiceId: '000000001', altered: false }
  t.doesNotThrow(() =>
    check([
      { ...postlink, body: success2025 },
      { ...postlink, body: success2020 },
    ]),
  )
  const { terminal: _, ...lacking } = success2025
  t.throws(() => watchContract().check([{ ...postlink, body: lacking }]), /terminal/)
  t.throws(() => watchContract().check([{ ...postlink, kind: 'failure', body: success2025 }]), /code/)
  t.doesNotThrow(() => watchContract().check([{ ...postlink, altered: true, body: lacking }]))
})

t.test('a postlink that a rule changed says so', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await sandbox.rules.add({ then: { postlink: { missing: ['terminal'] } }, times: 1 })
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  const order = { postLink: merchant.url, invoiceId: '000000002' }
  await payThroughPage(sandbox, { order, token: { invoiceID: '000000002' } })
  await settle(sandbox)
  matches(t, await sandbox.postlinks(), [{ altered: true }, { altered: false }])
})
