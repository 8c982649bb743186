import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import { bearer, chargeBody, chargeCard, openMerchant, tokenOf } from '../world.ts'
import { readMetrics } from './metrics-text.ts'

/** A shop that takes every postlink and answers none, until it is told to. */
const openHangingMerchant = async (t: Test) => {
  const waiting = new Set<ServerResponse>()
  let hangs = true
  let posts = 0
  let connections = 0
  let most = 0
  let heard = () => {}
  const server = createServer((request, response) => {
    request.resume()
    posts += 1
    if (hangs) waiting.add(response)
    else response.end('ok')
    heard()
  })
  server.on('connection', (socket) => {
    connections += 1
    most = Math.max(most, connections)
    socket.on('close', () => {
      connections -= 1
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    postLink: `http://127.0.0.1:${(server.address() as AddressInfo).port}/paid`,
    most: () => most,
    /** Resolves when so many postlinks have come. */
    heard: (count: number) =>
      new Promise<void>((resolve) => {
        heard = () => posts >= count && resolve()
        heard()
      }),
    wakeUp() {
      hangs = false
      for (const response of waiting) response.end('ok')
    },
  }
}

const perAddress = 256
const count = perAddress + 50

t.test('a merchant that answers no postlink slows nobody down and keeps only its own waiting', async (t) => {
  // Nobody loses patience, however slow the machine is.
  const running = await start(toConfig({ port: 0, seed: 'test' }), { postlinkTimeoutMs: 600_000 })
  t.teardown(running.close)
  const { url } = running
  const sandbox = { url, oauthUrl: `${url}/oauth2/token` } as Sandbox
  const hanging = await openHangingMerchant(t)
  const other = await openMerchant(t)
  const cardId = '00000000-0000-4000-8000-000000000000'
  const pay = async (i: number, postLink: string) => {
    const order = { invoiceId: String(100_000 + i), postLink }
    const token = await tokenOf(sandbox, { invoiceID: order.invoiceId })
    return (await chargeCard(sandbox, chargeBody(cardId, order), bearer(token))).status
  }
  const gauge = async (name: string, labels = {}) => {
    const text = await (await fetch(`${url}/_sandbox/metrics`)).text()
    return readMetrics(text).value(name, { workspace: 'default', ...labels })
  }
  const statuses: number[] = []
  for (let i = 0; i < count; i += 34)
    statuses.push(...(await Promise.all(Array.from({ length: 34 }, (_, j) => pay(i + j, hanging.postLink)))))
  t.same(statuses, new Array(statuses.length).fill(200), 'every payment is answered')
  await hanging.heard(perAddress)
  t.equal(await gauge('postlinks_underway'), perAddress)
  t.equal(await gauge('postlinks', { state: 'due' }), statuses.length)

  await pay(900_000, `${other.url}/paid`)
  await until(
    async () => (await gauge('postlinks', { state: 'delivered' })) === 1,
    'one postlink is delivered',
  )
  matches(t, other.bodies(), [{ invoiceId: '1000000' }], "another merchant's postlink does not wait in line")
  t.equal(hanging.most(), perAddress, 'no more connections than that')
  t.equal(await gauge('postlinks_underway'), perAddress)

  hanging.wakeUp()
  await hanging.heard(statuses.length)
  await until(
    async () => (await gauge('postlinks', { state: 'delivered' })) === statuses.length + 1,
    'every postlink is delivered',
  )
  t.equal(await gauge('postlinks_underway'), 0, 'and when it wakes up all of them arrive')
})
