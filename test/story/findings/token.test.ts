import t from 'tap'
import { request } from 'undici'
import { matches } from '../../matches.ts'
import { askStatus, bearer, requestToken, serviceToken, tokenForm } from '../../world.ts'
import { ask, charge, openFound, openPage } from './asking.ts'

const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
const postLink = 'https://shop.example/p'

for (const [scope, ids] of [
  ['payment', []],
  [' webapi usermanagement email_send verification statement statistics payment', []],
  ['payment usermanagement', []],
  ['webapi', ['scope-without-payment']],
  ['transfer', ['scope-without-payment']],
  ['webpay', ['scope-without-payment', 'unknown-scope']],
  ['payment webpay', ['unknown-scope']],
] as const) {
  t.test(`a token of scope "${scope}" that pays: ${ids.join(' and ') || 'nothing found'}`, async (t) => {
    const { sandbox, found } = await openFound(t)
    matches(t, await charge(sandbox, {}, { scope, postLink }), { status: 200 })
    t.same((await found()).map(({ id }) => id).sort(), ids)
    t.ok((await found()).every(({ severity }) => severity === 'warning'))
  })
}

t.test('a token that only asks may have any scope', async (t) => {
  const { sandbox, found } = await openFound(t)
  await askStatus(sandbox, await serviceToken(sandbox), '000000001')
  await requestToken(sandbox, { scope: 'webpay', postLink })
  t.same(await found(), [])
})

t.test('a token asked for as JSON is a warning', async (t) => {
  const { sandbox, of } = await openFound(t)
  matches(t, await ask(sandbox, '/epay2/oauth2/token', tokenForm({ postLink })), {
    status: 200,
    header: 'json-token',
  })
  matches(t, await of('json-token'), { severity: 'warning' })
})

t.test('a payment token without postLink is a note; a service token has nothing to tell', async (t) => {
  const { sandbox, of } = await openFound(t)
  await serviceToken(sandbox)
  t.equal(await of('token-without-postlink'), undefined)
  await requestToken(sandbox)
  matches(t, await of('token-without-postlink'), { severity: 'note' })
})

t.test('a path asked of a host of the bank that does not serve it is a warning', async (t) => {
  const { sandbox, of } = await openFound(t)
  const form = new URLSearchParams(tokenForm({ postLink }))
  const inject = (host: string, path: string) =>
    request(`${sandbox.url}${path}`, { method: 'POST', body: String(form), headers: { host, ...asForm } })
  await inject('testoauth.homebank.kz', '/epay2/oauth2/token')
  await inject('shop.example', '/oauth2/token')
  t.equal(await of('wrong-host'), undefined)
  await inject('test-epay.homebank.kz', '/oauth2/token')
  matches(t, await of('wrong-host'), { severity: 'warning', fix: /testoauth\.homebank\.kz/ })
})

t.test('a client that pays at two terminals is a note', async (t) => {
  const other = 'aaaaaaaa-0000-4000-8000-000000000001'
  const terminals = [{ id: other, client: 'test', shop: 'Second', singleMessageScheme: true }]
  const { sandbox, of } = await openFound(t, { terminals } as never)
  await openPage(sandbox, { postLink })
  t.equal(await of('two-terminals'), undefined)
  await openPage(
    sandbox,
    { postLink, invoiceId: '000000002', terminal: other },
    { invoiceID: '000000002', terminal: other },
  )
  matches(t, await of('two-terminals'), { severity: 'note', message: new RegExp(other) })
})

t.test('a status asked for twice within a second is a note, and never under a virtual clock', async (t) => {
  const real = await openFound(t, { clock: 'system' })
  const virtual = await openFound(t)
  for (const { sandbox } of [real, virtual]) {
    const token = await serviceToken(sandbox)
    for (const _ of [1, 2, 3]) {
      await fetch(`${sandbox.apiUrl}/check-status/payment/transaction/000000001`, { headers: bearer(token) })
    }
  }
  matches(t, await real.of('fast-polling'), { severity: 'note' })
  t.equal(await virtual.of('fast-polling'), undefined)
})

t.test('what breaks the contract in itself is an error in both dialects', async (t) => {
  for (const dialect of ['documented', 'observed'] as const) {
    const { sandbox, of } = await openFound(t, { dialect })
    matches(t, await requestToken(sandbox, { amount: '1,5' }), { status: 400 })
    matches(t, await of('field-wrong'), { severity: 'error', message: /amount/ })
    const { grant_type, ...rest } = tokenForm({ postLink })
    await fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(rest) })
    matches(t, await of('field-missing'), { severity: 'error', message: /grant_type/ })
  }
})
