import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Refusal } from '../../contracts/refusal.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { isRefusal } from '../../server/core/decision.ts'
import { orderOf, tokenRequest } from '../core/given.ts'
import type { Chance } from '../simulation/chance.ts'
import type { Bank, Books } from './child.ts'

type Manner = 'answers' | 'hangs' | 'fails'

/** Where postlinks go. Writes down which invoices it was told about. */
export const openEar = async (t: { teardown(run: () => unknown): void }) => {
  const seen = new Set<string>()
  let manner: Manner = 'answers'
  const server = createServer(async (request, response) => {
    seen.add(((await json(request)) as { invoiceId: string }).invoiceId)
    if (manner !== 'hangs') response.writeHead(manner === 'answers' ? 200 : 500).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    told: seen,
    become(next: Manner) {
      manner = next
    },
  }
}

/** What was acknowledged about one invoice; each is asked for only once the one before has been. */
interface Bought {
  invoiceId: string
  reasonCode: number
  accessToken?: string
  payment?: string
  refund?: 'asked' | 'acknowledged'
}

const amount = 10_000
const refunded = 1_000

/** A shop that remembers every answer it got from the bank, and holds the bank to it. */
export const openShop = (chance: Chance, postLink: string) => {
  const all: Bought[] = []
  const accept = <T extends object>(answer: T | Refusal): T => {
    if (isRefusal(answer)) throw new Error(`refused: ${answer.refused}`)
    return answer
  }
  const issueToken = async (bank: Bank, bought: Bought) => {
    const { accessToken } = accept(
      await bank.ask<'issue token'>(tokenRequest({ invoiceId: bought.invoiceId, amount })),
    )
    bought.accessToken = accessToken
  }
  const charge = (bank: Bank, { invoiceId, reasonCode, accessToken = '' }: Bought) =>
    bank.ask<'charge saved card'>({
      kind: 'charge saved card',
      accessToken,
      order: orderOf({ invoiceId, amount, postLink }),
      cardId: cardIdOfCode(reasonCode),
      holder: 'TEST TEST',
    })
  const refund = async (bank: Bank, bought: Bought) => {
    bought.refund = 'asked'
    const { accessToken = '', payment = '' } = bought
    const asked = { kind: 'operate', operation: 'refund', accessToken, transaction: payment } as const
    accept(await bank.ask<'operate'>({ ...asked, bodyAmount: refunded }))
    bought.refund = 'acknowledged'
  }

  /** What the bank's books lack of what it had acknowledged, or have twice. */
  const complaints = ({ payments, gaps, violations }: Books): string[] => {
    const lacks = [...gaps.map((seq) => `entry ${seq} does not follow`), ...violations.map(({ got }) => got)]
    const kept = new Map(payments.map((payment) => [payment.invoiceId, payment]))
    if (kept.size !== payments.length) lacks.push(`${payments.length} payments of ${kept.size} invoices`)
    for (const { invoiceId, reasonCode, payment, refund } of all) {
      const found = kept.get(invoiceId)
      if (payment === undefined) continue
      if (found?.id !== payment) lacks.push(`invoice ${invoiceId}: ${found?.id} instead of ${payment}`)
      if (found?.reasonCode !== reasonCode) lacks.push(`invoice ${invoiceId} ended with ${found?.reasonCode}`)
      if (found?.charged !== (reasonCode === 0 ? amount : 0)) lacks.push(`${invoiceId}: ${found?.charged}`)
      const back = found?.refunded ?? 0
      if (refund === 'acknowledged' ? back !== refunded : back !== 0 && !(refund && back === refunded))
        lacks.push(`invoice ${invoiceId}: ${back} went back, the refund was ${refund}`)
    }
    return lacks
  }

  return {
    all,
    /** One invoice from its token to, now and then, its refund. */
    async sell(bank: Bank, acknowledged: () => void) {
      const bought: Bought = {
        invoiceId: String(100_000 + all.length),
        reasonCode: chance.happens(0.2) ? 484 : 0,
      }
      all.push(bought)
      const wantsRefund = bought.reasonCode === 0 && chance.happens(0.3)
      await issueToken(bank, bought)
      acknowledged()
      bought.payment = accept(await charge(bank, bought)).transaction.id
      acknowledged()
      if (!wantsRefund) return
      await refund(bank, bought)
      acknowledged()
    },
    /** After a crash: holds the bank to its word, then asks again for what was never answered. */
    async recover(bank: Bank): Promise<string[]> {
      const books = await bank.books()
      const got = complaints(books)
      const kept = new Set(books.payments.map(({ invoiceId }) => invoiceId))
      for (const bought of all.filter(({ payment, accessToken }) => accessToken && !payment)) {
        const answer = await charge(bank, bought)
        const again = !isRefusal(answer)
        if (again === kept.has(bought.invoiceId))
          got.push(`invoice ${bought.invoiceId}: ${again ? 'charged twice' : `refused: ${answer.refused}`}`)
        const after = (await bank.books()).payments.find(({ invoiceId }) => invoiceId === bought.invoiceId)
        bought.payment = again ? answer.transaction.id : after?.id
      }
      return got
    },
  }
}
