import { type Child, sandboxCommand, startChild } from './child.ts'
import {
  accessTokenOf,
  chargeRequest,
  invoices,
  type Merchant,
  openMerchant,
  saveCard,
  tokenRequest,
} from './merchant.ts'
import { computedMs, residentMb } from './process.ts'

export interface Sizes {
  rounds: number
  requests: number
  warmUp: number
  connections: number
}

/** One round of both requests on one server; every charge spends a token of the measured token requests. */
const playRound = async (merchant: Merchant, pid: number, cardId: string, count: number) => {
  const ids = invoices(count)
  const before = computedMs(pid)
  const tokens = await merchant.postAll(ids.map((id) => tokenRequest(id)))
  const between = computedMs(pid)
  const accessTokens = tokens.answers.map(accessTokenOf)
  const charges = ids.map((id, at) => chargeRequest(id, accessTokens[at] as string, cardId))
  const charged = await merchant.postAll(charges)
  return {
    token: count / tokens.seconds,
    charge: count / charged.seconds,
    tokenUs: ((between - before) * 1000) / count,
    chargeUs: ((computedMs(pid) - between) * 1000) / count,
  }
}

export type Round = Awaited<ReturnType<typeof playRound>>

export interface Contender {
  name: string
  child: Child
  rounds: Round[]
  /** After the last round. */
  residentMb: number
}

export const contender = (name: string, child: Child): Contender => ({
  name,
  child,
  rounds: [],
  residentMb: Number.NaN,
})

/** Charges are measured without a postlink, so the field that the bank's page calls obligatory may be left out. */
export const startSandbox = () => startChild([...sandboxCommand, '--quirks', 'savedCardFields=optional'])

/** The sandbox, and what is the least a server of its kind can do. */
export const startOurs = async (): Promise<Contender[]> => [
  contender('sandbox', await startSandbox()),
  contender('bare Fastify', await startChild(['test/bench/bare-bank.ts'])),
  contender('bare node:http', await startChild(['test/bench/bare-http.ts'])),
]

/** The first is the sandbox. All of them by turns in the same minutes, with the same requests. */
export const contest = async (contenders: Contender[], sizes: Sizes): Promise<void> => {
  const players = contenders.map((contender) => ({
    contender,
    merchant: openMerchant(contender.child.url, sizes.connections),
  }))
  const [sandbox] = players
  if (!sandbox) return
  const cardId = await saveCard(sandbox.contender.child.url)
  const play = ({ contender, merchant }: (typeof players)[0], count: number) =>
    playRound(merchant, contender.child.pid, cardId, count)
  for (const player of players) await play(player, sizes.warmUp)
  for (let at = 0; at < sizes.rounds; at += 1) {
    for (const player of players) player.contender.rounds.push(await play(player, sizes.requests))
  }
  for (const { merchant, contender } of players) {
    await merchant.close()
    contender.residentMb = residentMb(contender.child.pid)
    await contender.child.stop()
  }
}
