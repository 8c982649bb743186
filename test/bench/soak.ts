import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { sandboxCommand, startChild } from './child.ts'
import {
  accessTokenOf,
  approvedCard,
  chargeRequest,
  type Merchant,
  openMerchant,
  tokenRequest,
} from './merchant.ts'
import { residentMb } from './process.ts'

/** Whole payments, one after another for as long as it takes: does the server's memory stay where it is? */

const limitMb = 600
const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '1000000' },
    connections: { type: 'string', default: '32' },
  },
})
const payments = Number(values.payments)
const connections = Number(values.connections)

/** Takes postlinks and tells anyone who waits for that of an invoice. */
const openShop = async () => {
  const awaited = new Map<string, () => void>()
  const server: Server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    response.end()
    const { invoiceId } = JSON.parse(text) as { invoiceId: string }
    awaited.get(invoiceId)?.()
    awaited.delete(invoiceId)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/postlink`,
    told: (invoiceId: string) => new Promise<void>((resolve) => awaited.set(invoiceId, resolve)),
    close: () => server.close(),
  }
}

type Shop = Awaited<ReturnType<typeof openShop>>

const pay = async (merchant: Merchant, shop: Shop, invoiceId: string) => {
  const got = shop.told(invoiceId)
  const accessToken = accessTokenOf(await merchant.post(tokenRequest(invoiceId)))
  await merchant.post(chargeRequest(invoiceId, accessToken, approvedCard, shop.url))
  await got
}

const [sandbox, shop] = await Promise.all([startChild(sandboxCommand), openShop()])
const merchant = openMerchant(sandbox.url, connections)
const begun = performance.now()
let started = 0
let done = 0
let mostMb = residentMb(sandbox.pid)
const look = () => {
  const mb = residentMb(sandbox.pid)
  mostMb = Math.max(mostMb, mb)
  if (done % Math.max(1, Math.floor(payments / 20)) !== 0) return
  const seconds = (performance.now() - begun) / 1000
  console.log(`${done} payments, ${Math.round(seconds)} s, ${Math.round(done / seconds)} a second: ${mb} MB`)
}
const worker = async () => {
  while (started < payments) {
    started += 1
    await pay(merchant, shop, String(started).padStart(9, '0'))
    done += 1
    if (done % 1000 === 0 || done === payments) look()
  }
}
try {
  await Promise.all(Array.from({ length: connections }, worker))
} finally {
  await merchant.close()
  shop.close()
  await sandbox.stop()
}
console.log(`At most ${mostMb} MB; the limit is ${limitMb} MB.`)
if (mostMb > limitMb) process.exitCode = 1
