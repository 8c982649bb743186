import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { readHar } from '../../server/record/har.ts'
import { startRecorder } from '../../server/record/recorder.ts'
import { checkUpstream } from '../../server/record/upstream.ts'
import { run as shell, startProcess } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openMerchant } from '../pact/merchant.ts'
import { card, openPayform, paymentObject, tokenForm } from '../world.ts'
import { liveThrough, openRecording, person, tokenVia } from './recorded.ts'

t.test('a merchant does not notice the recorder', async (t) => {
  const recorded = await openRecording(t)
  const { merchant, bank } = recorded
  const direct = openMerchant(bank.url)
  const token = await tokenVia(recorded)
  t.strictSame(await merchant.status('200000001', token), await direct.status('200000001', token))
  t.strictSame(await merchant.publicKey(), await direct.publicKey())
  t.strictSame(await merchant.status('200000001'), await direct.status('200000001'))
})

t.test('every exchange is one file, named by its operation, in the order of the calls', async (t) => {
  const recorded = await openRecording(t)
  await liveThrough(recorded)
  t.strictSame(
    recorded.recordings().map(({ operation }) => operation),
    [
      ...[
        'token',
        'chargeSavedCard',
        'token',
        'chargeSavedCard',
        'token',
        'status',
        'status',
        'refund',
        'refund',
      ],
      ...['savedCards', 'deactivateCard', 'terminal', 'token', 'status', 'publicKey'],
    ],
  )
  const [token, charge] = recorded.recordings()
  matches(t, token, { request: { method: 'POST', body: { invoiceID: '200000001', client_id: 'test' } } })
  matches(t, token?.answer, { status: 200, body: { access_token: '<token 1>', token_type: 'Bearer' } })
  matches(t, charge?.request, { token: '<token 1>', body: { email: '<e-mail 1>', phone: '<phone 1>' } })
  t.equal(charge?.answer.status, 200)
})

t.test('nothing sensitive reaches the disk', async (t) => {
  const recorded = await openRecording(t)
  const { bank, url, text } = recorded
  await liveThrough(recorded)
  const accessToken = await tokenVia(recorded, { invoiceID: '200000003' })
  const order = paymentObject(accessToken, { invoiceId: '200000003', ...person, data: `card ${card.pan}` })
  const { page } = await openPayform({ ...bank, payformUrl: `${url}/payform/` }, order)
  await fetch(`${url}/payform/pay`, {
    method: 'POST',
    body: new URLSearchParams({ page, ...card }),
    redirect: 'manual',
  })
  const multipart = new FormData()
  for (const [name, value] of Object.entries(tokenForm())) multipart.append(name, value)
  await fetch(`${url}/epay2/oauth2/token`, { method: 'POST', body: multipart })
  await fetch(`${url}/elsewhere/${card.pan}?cvc=${card.cvc}&mail=${person.email}`, {
    method: 'POST',
    body: card.pan,
  })
  await fetch(`${url}/api/cards/${person.phone}`, { headers: { authorization: `Bearer ${accessToken}` } })

  t.equal((await bank.payments()).at(-1)?.invoiceId, '200000003', 'the page was paid through the recorder')
  const written = text()
  const tokens = new Set(written.match(/\b[A-Z0-9_]{22}\b/g))
  t.equal(tokens.size, 0, [...tokens].join())
  for (const secret of [
    ...[tokenForm().client_secret, 'not-the-secret', 'secret-of-the-order', accessToken],
    ...[card.pan, card.holder, person.email, person.phone, person.name],
  ]) {
    t.notOk(written.includes(String(secret)), String(secret))
  }
  t.notMatch(written, /"cvc": "321"|cvc=321/)
  t.match(written, /<cvc 1>/)
})

t.test('an upstream that does not answer is told to the merchant, and nothing is recorded', async (t) => {
  const out = folder(t)
  const faults: Error[] = []
  const recorder = await startRecorder({
    upstream: { oauth: 'http://127.0.0.1:9/token', api: 'http://127.0.0.1:9' },
    out,
    onFault: (error) => faults.push(error),
  })
  t.teardown(() => recorder.close())
  const { status, body } = await openMerchant(recorder.url).status('100000001', 'T')
  t.equal(status, 502)
  matches(t, body, { code: -1, message: /^epay-sandbox record: ./ })
  t.notMatch(Object(body).message, 'fetch failed', 'it says why')
  t.equal(faults.length, 1)
  t.strictSame(readdirSync(out), [])
})

t.test('cookies of the bank come back each for itself, and recorders share no port', async (t) => {
  const server = createServer((request, response) => {
    const cookies = ['a=1; Path=/', 'b=2'].slice(0, Number(request.url?.slice(1)))
    response.writeHead(200, cookies.length > 0 ? { 'set-cookie': cookies } : {}).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const open = () => startRecorder({ upstream: { oauth: url, api: url }, out: folder(t) })
  const recorders = [await open(), await open()]
  for (const recorder of recorders) t.teardown(() => recorder.close())
  t.not(recorders[0]?.url, recorders[1]?.url)
  for (const [path, cookies] of [
    ['/0', []],
    ['/1', ['a=1; Path=/']],
    ['/2', ['a=1; Path=/', 'b=2']],
  ] as const)
    t.strictSame((await fetch(`${recorders[0]?.url}${path}`)).headers.getSetCookie(), cookies)
})

t.test('fields of a form in parts are kept, its files and the boundary are not', async (t) => {
  const { url, recordings, text } = await openRecording(t)
  const form = new FormData()
  form.append('grant_type', 'client_credentials')
  form.append('scan', new File(['what nobody asked for'], 'scan.txt'))
  await fetch(`${url}/epay2/oauth2/token`, { method: 'POST', body: form })
  const [{ request } = {}] = recordings()
  t.strictSame(request?.body, { grant_type: 'client_credentials' })
  t.equal(request?.contentType, 'multipart/form-data')
  t.notMatch(text(), 'what nobody asked for')
})

t.test('of an archive what had no body has none', async (t) => {
  const url = 'https://test-epay-api.epayment.kz/check-status/payment/transaction/300000001'
  const entries = [{ request: { method: 'GET', url }, response: { status: 200, content: {} } }]
  const { recordings } = await readHar('shop.har', { log: { entries } })
  matches(t, recordings, [
    {
      ...{ number: 1, operation: 'status', request: { contentType: '', body: null } },
      answer: { status: 200, contentType: '', body: null },
    },
  ])
})

t.test('the paths of the table go where the upstream has them, with /api or without', async (t) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const recorder = await startRecorder({
    upstream: { oauth: `${url}/oauth/token`, api: `${url}/base/` },
    out: folder(t),
  })
  t.teardown(() => recorder.close())
  for (const path of [
    '/epay2/oauth2/token',
    '/api/payments/cards/auth',
    '/payments/cards/auth?a=1',
    '/other',
  ]) {
    await fetch(recorder.url + path, { method: 'POST' })
  }
  t.strictSame(asked, [
    'POST /oauth/token',
    'POST /base/payments/cards/auth',
    'POST /base/payments/cards/auth?a=1',
    'POST /base/other',
  ])
})

const good = 'https://test-epay-api.epayment.kz'

t.test('hosts where money is real are refused', async (t) => {
  for (const host of [
    ...['epay-oauth.homebank.kz', 'epay-api.homebank.kz', 'epay.homebank.kz', 'EPAY-API.homebank.kz.'],
    ...['epay-api.epayment.kz', 'epay-api-staging.homebank.kz', 'epayment.kz'],
  ]) {
    t.throws(
      () => checkUpstream({ oauth: `https://${host}/oauth2/token`, api: good }),
      /where money is real/,
      host,
    )
    t.throws(() => checkUpstream({ oauth: good, api: `https://${host}` }), /where money is real/, host)
    t.throws(
      () => checkUpstream({ oauth: good, api: good, page: `https://${host}` }),
      /where money is real/,
      host,
    )
  }
  for (const host of [
    'testoauth.homebank.kz',
    'testepay.homebank.kz',
    'test-epay-oauth.epayment.kz',
    'localhost',
  ]) {
    t.doesNotThrow(() => checkUpstream({ oauth: `https://${host}`, api: good }), host)
  }
})

t.test('an upstream is a whole web address, and no stranger’s', async (t) => {
  for (const oauth of ['ftp://testoauth.homebank.kz', 'https://', 'testoauth.homebank.kz'])
    t.throws(() => checkUpstream({ oauth, api: good }), /--upstream is ".*", expected a whole URL/, oauth)
  const upstream = { oauth: good, api: good, page: 'http://203.0.113.9/payform' }
  await t.rejects(startRecorder({ upstream, out: folder(t) }), { message: /203\.0\.113\.9/ })
})

t.test('the command refuses real hosts, half addresses and a folder in use with code 2', async (t) => {
  const used = folder(t, { 'here.json': '{}' })
  const out = join(folder(t), 'new')
  for (const [upstream, to, words] of [
    [
      'https://epay-oauth.homebank.kz/oauth2/token',
      out,
      /--upstream is epay-oauth\.homebank\.kz, where money is real/,
    ],
    ['testoauth', out, /--upstream is "testoauth", expected a whole URL/],
    [good, used, /is not empty/],
  ] as const) {
    const { code, stderr } = await shell([
      'record',
      '--upstream',
      upstream,
      '--upstream-api',
      good,
      '--out',
      to,
    ])
    t.equal(code, 2)
    t.match(stderr, words)
  }
})

t.test('the command records until it is interrupted', async (t) => {
  const { bank } = await openRecording(t)
  const out = folder(t)
  const args = ['--upstream', bank.oauthUrl, '--upstream-api', bank.apiUrl, '--out', out]
  const { url, stop } = await startProcess(t, args, { command: 'record' })
  t.equal((await openMerchant(url).token(tokenForm())).status, 200)
  matches(t, await stop('SIGINT'), { code: 130, stderr: '1 POST token 200\n' })
  t.strictSame(readdirSync(out), ['0001-token.json'])
})
