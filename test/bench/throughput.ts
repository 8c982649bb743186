import { sandboxCommand, startChild } from './child.ts'
import type { Measured } from './figures.ts'
import {
  accessTokenOf,
  chargeRequest,
  type Merchant,
  openMerchant,
  saveCard,
  tokenRequest,
} from './merchant.ts'

export interface Load {
  rounds: number
  requests: number
  warmUp: number
  connections: number
}

/** Unlike in all nine digits, and so in the last six: one terminal has room for a million. */
const invoices = (() => {
  let last = 0
  return (count: number) => Array.from({ length: count }, () => String(++last).padStart(9, '0'))
})()

/** One round of both requests on one server; every charge spends a token of the measured token requests. */
const round = async (merchant: Merchant, cardId: string, count: number) => {
  const ids = invoices(count)
  const tokens = await merchant.postAll(ids.map((id) => tokenRequest(id)))
  const accessTokens = tokens.answers.map(accessTokenOf)
  const charges = ids.map((id, at) => chargeRequest(id, accessTokens[at] as string, cardId))
  const charged = await merchant.postAll(charges)
  return { token: count / tokens.seconds, charge: count / charged.seconds }
}

/** Requests a second, the two servers by turns in the same minutes. */
export const throughput = async ({ rounds, requests, warmUp, connections }: Load): Promise<Measured[]> => {
  const [sandbox, bare] = await Promise.all([
    startChild(sandboxCommand),
    startChild(['test/bench/bare-bank.ts']),
  ])
  const toSandbox = openMerchant(sandbox.url, connections)
  const toBare = openMerchant(bare.url, connections)
  const token: Measured = { what: 'POST /oauth2/token', unit: 'req/s', sandbox: [], bare: [] }
  const charge: Measured = { what: 'POST /payments/cards/auth', unit: 'req/s', sandbox: [], bare: [] }
  try {
    const cardId = await saveCard(sandbox.url, toSandbox)
    await round(toSandbox, cardId, warmUp)
    await round(toBare, cardId, warmUp)
    for (let at = 0; at < rounds; at += 1) {
      const ours = await round(toSandbox, cardId, requests)
      const theirs = await round(toBare, cardId, requests)
      token.sandbox.push(ours.token)
      token.bare.push(theirs.token)
      charge.sandbox.push(ours.charge)
      charge.bare.push(theirs.charge)
    }
  } finally {
    await Promise.all([toSandbox.close(), toBare.close()])
    await Promise.all([sandbox.stop(), bare.stop()])
  }
  return [token, charge]
}
