import t from 'tap'
import { matches } from '../matches.ts'
import { seed, shareOf } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { mangle } from './mutate.ts'
import { record } from './recorded.ts'
import { get, inject, openTarget, postForm, type Sent } from './target.ts'
import { bytesOf, exchange, hold, portOf, statusesOf } from './wire.ts'

t.test('requests with spoiled bytes: an answer below 500 or none, and every connection ends', async (t) => {
  const { app, faults } = await openTarget(t)
  const chance = chanceOf(seed)
  const cases = shareOf(20_000)
  let recorded: Sent[] = []
  for (let number = 0; number < cases; number++) {
    if (number % 1000 === 0) recorded = await record(app)
    let bytes = bytesOf(chance.of(recorded))
    for (let left = 1 + chance.below(3); left > 0; left--)
      bytes = mangle(bytes, chance, bytesOf(chance.of(recorded)))
    const answers = await exchange(app, bytes)
    const worst = Math.max(0, ...statusesOf(answers))
    if (worst < 500 && faults.length === 0) continue
    t.fail(
      `case ${number}, seed ${seed}: answered ${worst}\n${faults.shift()?.stack ?? ''}\n${JSON.stringify(bytes)}`,
    )
    return
  }
  t.equal((await inject(app, get('/_sandbox/health'))).status, 200)
})

const head = 'POST /oauth2/token HTTP/1.1\r\nhost: 127.0.0.1\r\n'

t.test('bytes that are no request get a 400 in words', async (t) => {
  const { app } = await openTarget(t)
  const spoiled = {
    'a length that is no number': `${head}content-length: ten\r\n\r\n`,
    'two lengths': `${head}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
    'a length and chunks': `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    'chunks of no size': `${head}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`,
    'a chunk longer than it says': `${head}transfer-encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n`,
    'a body shorter than it says': `${head}content-length: 500\r\n\r\nshort`,
    'a header without a colon': `${head}hello\r\n\r\n`,
    'a null byte in a header': `${head}x: a\0b\r\n\r\n`,
    'no such method': 'HELLO / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n',
    'no such version': 'GET / HTTP/9.9\r\nhost: 127.0.0.1\r\n\r\n',
    'no host': 'GET /_sandbox/health HTTP/1.1\r\n\r\n',
  }
  for (const [name, bytes] of Object.entries(spoiled)) {
    const answer = await exchange(app, bytes)
    t.same(statusesOf(answer), [400], name)
    if (name !== 'no host') t.match(answer, /\{"code":-1,"message":"This is no HTTP request/, name)
  }
})

t.test('headers beyond 16 KiB get a 431 that says so', async (t) => {
  const { app } = await openTarget(t)
  const answer = await exchange(app, `${head}x-long: ${'x'.repeat(20_000)}\r\n\r\n`)
  t.same(statusesOf(answer), [431])
  t.match(answer, /larger than 16 KiB: shorten the payment object/)
})

t.test('a hundred requests in one write get a hundred answers', async (t) => {
  const { app } = await openTarget(t)
  const answers = await exchange(app, bytesOf(get('/_sandbox/health')).repeat(100))
  t.same(
    statusesOf(answers),
    Array.from({ length: 100 }, () => 200),
  )
})

t.test('a request inside the body of another is a body', async (t) => {
  const { app } = await openTarget(t)
  const inner = 'POST /_sandbox/reset HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'
  const answers = await exchange(app, bytesOf({ ...postForm('/oauth2/token', {}), body: Buffer.from(inner) }))
  t.same(statusesOf(answers), [400])
})

t.test('no path leads out of its folder, and no spelling of one past the guard', async (t) => {
  const { app } = await openTarget(t)
  const paths = [
    '/../package.json',
    '/payform/../../package.json',
    '/payform/..%2f..%2fpackage.json',
    '/payform/%2e%2e%2f%2e%2e%2fpackage.json',
    '/payform/..\\..\\package.json',
    '/_sandbox/dashboard/..%2f..%2fpackage.json',
    '/_sandbox/dashboard/....//package.json',
    '/w/../_sandbox/dashboard/..%2f..%2fpackage.json',
    '/payform/package.json%00.css',
    '/acs/../../server/main.ts',
  ]
  for (const path of paths) {
    const answer = await exchange(app, bytesOf(get(path)))
    matches(t, statusesOf(answer), [/^(400|404)$/], path)
    t.notMatch(answer, /"name":|import /, path)
  }
  for (const path of ['/%5fsandbox/payments', '/%5Fs%61ndbox/payments', '/w/other/%5fsandbox/payments']) {
    const answer = await exchange(app, bytesOf(get(path, { origin: 'https://evil.example' })))
    matches(t, statusesOf(answer), [/^(403|404)$/], path)
  }
})

const soon = { headersMs: 60, requestMs: 120, checkMs: 20 }

t.test('who is slow to send a request is answered 408 and hung up on', async (t) => {
  const { app } = await openTarget(t, { timeouts: soon })
  const slow = { headers: head, body: `${head}content-length: 10\r\n\r\nhalf`, line: 'GET / HT' }
  for (const [name, bytes] of Object.entries(slow)) {
    const answer = await hold(app, bytes)
    t.same(statusesOf(answer), [408], name)
    t.match(answer, /did not arrive in time: send its headers and body at once/, name)
  }
})

t.test('an answer may take as long as it likes: a stream outlives the time limit of requests', async (t) => {
  const { app } = await openTarget(t, { timeouts: soon })
  const url = `http://127.0.0.1:${portOf(app)}/_sandbox/journal`
  const stream = await fetch(url, { headers: { accept: 'text/event-stream' } })
  await hold(app, head)
  await hold(app, head)
  await inject(
    app,
    postForm('/oauth2/token', { grant_type: 'client_credentials', client_id: 'x', client_secret: 'x' }),
  )
  let seen = ''
  for await (const chunk of stream.body ?? []) {
    seen += Buffer.from(chunk).toString()
    if (seen.includes('request refused')) break
  }
  t.match(seen, /request refused/)
})
