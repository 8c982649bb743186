import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { httpCourier } from '../../server/postlink/courier.ts'

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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/postlink?a=b`
  const post = () => courier.post({ url, contentType: 'application/json', body: { amount: 100 } })
  return { post, connections }
}

const late = { error: /timeout/i, status: undefined, responseBody: '' }

t.test('a merchant that never answers is waited for no longer than an attempt may take', async (t) => {
  const { post } = await given(t, () => {}, 20)
  t.match(await post(), late)
})

t.test('one that has begun to answer is waited for no longer either', async (t) => {
  const { post } = await given(t, (_, response) => response.writeHead(200).write('{'), 20)
  t.match(await post(), late)
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
  t.match(await post(), late)
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
    t.match(await post(), { status: 200, responseBody: '{"got":"/postlink?a=b"}', error: undefined })
  // One may still be closing its books when the next is asked for.
  t.ok(connections.size <= 2, `${connections.size} for 8`)
})
