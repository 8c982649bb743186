import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Agent, Dispatcher } from 'undici'
import { postOnce } from '../../../server/adapters/courier/attempt.ts'
import { httpCourier } from '../../../server/adapters/courier/courier.ts'
import { matches } from '../../matches.ts'

/** A merchant that answers so, and a courier with little patience or much. */
const given = async (
  t: { teardown(run: () => unknown): unknown },
  listener: RequestListener,
  timeoutMs?: number,
) => {
  const server = createServer(listener)
  const connections = new Set()
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => connections.add(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const courier = httpCourier({ allow: [], timeoutMs })
  t.teardown(async () => {
    await courier.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/postlink?a=b`
  const post = () => courier.post({ url, contentType: 'application/json', body: { amount: 100 } })
  return { post, port, connections }
}

// On a busy machine the time may be over before there is a connection.
const late = {
  error: /^timeout: no (whole answer|connection to http:\S+) within \d+ ms$/,
  status: undefined,
  responseBody: '',
}

t.test('a merchant that never answers is waited for no longer than an attempt may take', async (t) => {
  const { post } = await given(t, () => {}, 20)
  matches(t, await post(), late)
})

t.test('one that has begun to answer is waited for no longer either', async (t) => {
  const { post } = await given(t, (_, response) => response.writeHead(200).write('{'), 20)
  matches(t, await post(), late)
})

t.test('the time is for the whole answer, not from piece to piece', async (t) => {
  const { post } = await given(
    t,
    (_, response) => {
      const drip = setInterval(() => response.write(' '), 1)
      response.on('close', () => clearInterval(drip))
    },
    50,
  )
  matches(t, await post(), late)
})

t.test('nor is a look-up that never ends, and what comes of it later harms nobody', async (t) => {
  const found: ((error: null, addresses: { address: string; family: number }[]) => void)[] = []
  const mocks = {
    'node:dns': { lookup: (_: string, __: object, done: (typeof found)[0]) => found.push(done) },
  }
  const { httpCourier } = await t.mockImport<typeof import('../../../server/adapters/courier/courier.ts')>(
    '../../../server/adapters/courier/courier.ts',
    mocks,
  )
  let received = 0
  const { port } = await given(t, (_, response) => {
    received += 1
    response.end()
  })
  const courier = httpCourier({ allow: [], timeoutMs: 20 })
  t.teardown(() => courier.close())
  const url = `http://shop.example:${port}/`
  const error = `timeout: no connection to http://shop.example:${port} within 20 ms`
  matches(t, await courier.post({ url, contentType: 'none', body: {} }), { ...late, error })
  for (const done of found) done(null, [{ address: '127.0.0.1', family: 4 }])
  await courier.close()
  t.equal(received, 0, 'it is not sent after all')
})

t.test('an attempt whose time is over before it has a connection does not begin with one', async (t) => {
  type Handler = Parameters<Agent['dispatch']>[1]
  let begin = () => {}
  const aborted: unknown[] = []
  const abort = (reason: Error) => void aborted.push(reason.message)
  const dispatch = (_: object, handler: Handler) => {
    begin = () => handler.onRequestStart?.({ abort } as Dispatcher.DispatchController, {})
    return true
  }
  const letter = { origin: 'http://127.0.0.1', path: '/', headers: {}, body: '' }
  const tooLate = 'timeout: no connection to http://127.0.0.1 within 1 ms'
  await t.rejects(postOnce({ dispatch } as unknown as Agent, letter, 1), { message: tooLate })
  begin()
  t.same(aborted, [tooLate])
})

t.test('an endless answer is cut off, and taken as far as it is kept', async (t) => {
  const { post } = await given(t, (_, response) => {
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', pour)
    pour()
  })
  const { status, responseBody } = await post()
  t.equal(status, 200)
  t.equal(responseBody, 'x'.repeat(4096))
})

t.test('one postlink after another does not open one connection after another', async (t) => {
  const { post, connections } = await given(t, (request, response) => {
    request.resume().on('end', () => response.end(`{"got":"${request.url}"}`))
  })
  for (let i = 0; i < 8; i++)
    matches(t, await post(), { status: 200, responseBody: '{"got":"/postlink?a=b"}', error: undefined })
  // One may still be closing its books when the next is asked for.
  t.ok(connections.size <= 2, `${connections.size} for 8`)
})
