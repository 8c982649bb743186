import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  lockedCard,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  saveCard,
  serviceToken,
  submitCard,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { moneyOf, operate, paid } from './operating.ts'

type Fields = Record<string, unknown>

const transactionOf = async (sandbox: Sandbox, invoiceId: string) => {
  const { body } = await askStatus(sandbox, await serviceToken(sandbox), invoiceId)
  return body.transaction as Fields
}

t.test('a paid invoice is told with every field clients read, in their types', async (t) => {
  const sandbox = await openSandbox(t)
  const order = {
    cardSave: true,
    data: '{"a":1}',
    email: 'b@shop.example',
    phone: '77770000000',
    ip: '203.0.113.10',
  }
  await payThroughPage(sandbox, { token: { amount: '12.22' }, order: { ...order, amount: 12.22 } })
  const { status, body } = await askStatus(sandbox, await serviceToken(sandbox), '000000001')
  t.equal(status, 200)
  t.same(Object.keys(body), ['resultCode', 'resultMessage', 'transaction'])
  matches(t, body, { resultCode: /^100$/, resultMessage: 'SUCCESS' })
  const payment = (await sandbox.payments())[0]
  matches(t, body.transaction, {
    id: payment?.id,
    createdDate: /^2025-02-12T09:42:51(\.\d{1,9})?\+05:00$/,
    invoiceID: '000000001',
    amount: 12.22,
    amountBonus: 0,
    payoutAmount: 0,
    orgAmount: 12.22,
    approvalCode: /^\d{6}$/,
    data: '{"a":1}',
    currency: 'KZT',
    terminal: '98120001',
    terminalID: '67e34d63-102f-4bd1-898e-370781d0074d',
    accountID: 'testuser1',
    description: 'Tea',
    language: 'RU',
    cardMask: '440563...5096',
    cardType: 'VISA',
    issuer: /\w/,
    reference: /^\d{12}$/,
    intReference: /^[0-9A-Z]{16}$/,
    secure: true,
    secureDetails: 'F',
    reason: 'Successfully',
    reasonCode: /^00$/,
    statusID: /^[0-9a-f-]{36}$/,
    statusName: 'CHARGE',
    name: 'TEST TEST',
    email: 'b@shop.example',
    phone: '77770000000',
    cardID: payment?.cardId,
    ip: '203.0.113.10',
    ipLatitude: 0,
    ipLongitude: 0,
  })
})

for (const prefix of ['', '/api']) {
  t.test(`the status is asked for at ${prefix}/check-status, with and without a content type`, async (t) => {
    const sandbox = await openSandbox(t)
    const { accessToken } = await payThroughPage(sandbox)
    const url = `${sandbox.url}${prefix}/check-status/payment/transaction/000000001`
    const authorization = `bearer ${accessToken}`
    for (const headers of [{ authorization }, { authorization, 'content-type': 'application/json' }]) {
      const answer = await fetch(`${url}?transactionId=1`, { headers })
      matches(t, await answer.json(), { resultCode: '100', transaction: { statusName: 'CHARGE' } })
    }
  })
}

t.test('an unknown invoice is HTTP 200 with resultCode 102 and no transaction', async (t) => {
  const sandbox = await openSandbox(t)
  const { status, body } = await askStatus(sandbox, await serviceToken(sandbox), '000000404')
  t.equal(status, 200)
  t.strictSame([body.resultCode, body.transaction], ['102', null])
})

t.test('an invoice whose page was opened and not paid is not known yet', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox)
  await openPayform(sandbox, paymentObject(token))
  matches(t, (await askStatus(sandbox, token, '000000001')).body, { resultCode: '102' })
})

t.test('a declined invoice is FAILED, its reason code a text', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { typed: lockedCard })
  const transaction = await transactionOf(sandbox, '000000001')
  matches(t, transaction, { statusName: 'FAILED', reasonCode: /^465$/, payoutAmount: 0 })
  t.strictSame([transaction.reference, transaction.approvalCode, transaction.cardID], ['', '', ''])
})

t.test('after a decline and a success the success is told', async (t) => {
  const sandbox = await openSandbox(t)
  const { opened } = await payThroughPage(sandbox, { typed: lockedCard })
  await submitCard(sandbox, opened.page)
  matches(t, await transactionOf(sandbox, '000000001'), { statusName: 'CHARGE', reasonCode: /^00$/ })
})

t.test('after two declines the later one is told', async (t) => {
  const sandbox = await openSandbox(t)
  const { opened } = await payThroughPage(sandbox, { typed: lockedCard })
  await submitCard(sandbox, opened.page, { ...lockedCard, expiry: '10/20' })
  matches(t, await transactionOf(sandbox, '000000001'), { reasonCode: /^457$/ })
})

t.test('a saved card is VERIFIED, and nothing is paid out', async (t) => {
  const sandbox = await openSandbox(t)
  const cardID = await saveCard(sandbox)
  matches(t, await transactionOf(sandbox, '000000900'), {
    statusName: 'VERIFIED',
    cardID,
    amount: 0,
    payoutAmount: 0,
  })
})

t.test('a token without a terminal is answered 104', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const { grant_type, client_id, client_secret } = tokenForm() as Record<string, string>
  const body = new URLSearchParams({ grant_type, client_id, client_secret } as Record<string, string>)
  const answer = await fetch(sandbox.oauthUrl, { method: 'POST', body })
  const { access_token } = (await answer.json()) as { access_token: string }
  const { status, body: got } = await askStatus(sandbox, access_token, '000000001')
  t.strictSame([status, got.resultCode, got.transaction], [200, '104', null])
})

t.test('what was given back shows in payoutAmount, and both make up the first amount', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox, { amount: 22.22 })
  await operate(charged, 'refund', { json: { amount: 10 } })
  matches(t, await moneyOf(charged), { amount: 12.22, payoutAmount: 10, orgAmount: 22.22 })
})

t.test('with the quirk payoutAmount=settled nothing is paid out: nothing is settled here', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { payoutAmount: 'settled' } })
  const charged = await paid(sandbox)
  await operate(charged, 'refund', { json: { amount: 10 } })
  matches(t, await moneyOf(charged), { amount: 90, payoutAmount: 0, orgAmount: 100 })
})

t.test('with the quirk reasonCodeText=0 a success has the reason code "0"', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { reasonCodeText: '0' } })
  await payThroughPage(sandbox)
  t.equal((await transactionOf(sandbox, '000000001')).reasonCode, '0')
})

for (const prefix of ['', '/api']) {
  t.test(`one attempt is asked for by its own id at ${prefix}/check-status`, async (t) => {
    const sandbox = await openSandbox(t)
    const { opened, accessToken } = await payThroughPage(sandbox, { typed: lockedCard })
    await submitCard(sandbox, opened.page)
    const [declined] = await sandbox.payments()
    const ask = async (id = '') => {
      const url = `${sandbox.url}${prefix}/check-status/payment/transactionId/${id}`
      const answer = await fetch(url, { headers: bearer(accessToken) })
      return { status: answer.status, body: await answer.json() }
    }
    const expected = { resultCode: '100', transaction: { id: declined?.id, statusName: 'FAILED' } }
    matches(t, await ask(declined?.id), { status: 200, body: expected })
    matches(t, await ask(declined?.id.toUpperCase()), { body: expected }, 'in any letter case')
    const unknown = { status: 200, body: { resultCode: '102', transaction: null } }
    matches(t, await ask('00000000-0000-4000-8000-000000000404'), unknown)
  })
}

t.test('a browser may ask for the status from another site, with a token', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await fetch(`${sandbox.apiUrl}/check-status/payment/transaction/000000001`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  })
  t.equal(answer.status, 204)
  t.equal(answer.headers.get('access-control-allow-origin'), '*')
  t.match(answer.headers.get('access-control-allow-methods'), /GET/)
  t.match(answer.headers.get('access-control-allow-headers'), /authorization/i)
})

t.test(
  'the older status needs no terminal in the token: the newest order of that number is told',
  async (t) => {
    const sandbox = await openSandbox(t)
    const other = '40a348cb-68a3-45d5-9002-a4836d79c3b5'
    await payThroughPage(sandbox, { token: { terminal: other }, order: { terminal: other } })
    await sandbox.clock.advance('PT1M')
    await payThroughPage(sandbox, { typed: lockedCard })
    const { grant_type, client_id, client_secret } = tokenForm() as Record<string, string>
    const scope = 'statement usermanagement operation'
    const body = new URLSearchParams({ grant_type, client_id, client_secret, scope } as Record<
      string,
      string
    >)
    const token = (await (await fetch(sandbox.oauthUrl, { method: 'POST', body })).json()) as Fields
    const ask = async (invoiceId: string) => {
      const headers = bearer(String(token.access_token))
      const answer = await fetch(`${sandbox.apiUrl}/operation/${invoiceId}`, { headers })
      return { status: answer.status, body: await answer.json() }
    }
    matches(t, await ask('000000001'), { status: 200, body: { code: 'FAILED', terminal: '98120001' } })
    matches(t, await ask('000000404'), { status: 400, body: { code: 100, message: /not found/ } })
  },
)

t.test('an invoice of another terminal is not found', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const other = await tokenOf(sandbox, { terminal: '40a348cb-68a3-45d5-9002-a4836d79c3b5' })
  matches(t, (await askStatus(sandbox, other, '000000001')).body, { resultCode: '102' })
})

t.test('who asks with no token or a wrong one is refused with 401, code and message', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await askStatus(sandbox, '', '000000001'), {
    status: 401,
    body: { code: -1, message: /missing/ },
  })
  matches(t, await askStatus(sandbox, 'NOPE', '000000001'), {
    status: 401,
    body: { code: -1, message: /Token is not valid/ },
  })
})
