import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { createShop } from '../../fixtures/shops/node/shop.js'
import type { Sandbox } from '../../server/sandbox.ts'

interface Test {
  teardown(run: () => unknown): unknown
}

const listen = async (t: Test, server = createServer()) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** The sample shop against a sandbox, and the state handler its team would write: it makes orders, nothing else. */
export const openShop = async (t: Test, { oauthUrl, apiUrl, payformUrl, credentials }: Sandbox) => {
  const { server, url: publicUrl } = await listen(t)
  const { clientId, clientSecret, terminalId: terminal } = credentials
  const bank = { oauthUrl, apiUrl, paymentApiJsUrl: `${payformUrl}payment-api.js` }
  const { handler, orders } = createShop({ ...bank, clientId, clientSecret, terminal, publicUrl })
  server.on('request', handler)

  const order = async (form: Record<string, string>) => {
    await fetch(`${publicUrl}/checkout`, { method: 'POST', body: new URLSearchParams(form) })
    const { invoiceId, secretHash, amount, currency } = [...orders.values()].at(-1) ?? {}
    return { invoiceId, secretHash, amount, currency }
  }
  const states: Record<string, (params: Record<string, unknown>) => Promise<object>> = {
    'an order awaits payment': ({ amount }) => order({ price: String(amount), way: 'pay' }),
    'a card is to be saved': () => order({ way: 'cardverification' }),
  }
  const { server: stateServer, url: statesUrl } = await listen(t)
  stateServer.on('request', async (request, response) => {
    const { state, params, action } = (await json(request)) as {
      state: string
      params: Record<string, unknown>
      action: string
    }
    const values = action === 'setup' ? await states[state]?.(params) : {}
    response.writeHead(values ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(values ?? { detail: `the shop knows no state "${state}"` }))
  })
  return { postlinkUrl: `${publicUrl}/postlink`, statesUrl, orders }
}
