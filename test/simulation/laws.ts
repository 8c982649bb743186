import { isDeepStrictEqual } from 'node:util'
import type { Entry, Order, TokenRecord, Transaction } from '../../contracts/entry.ts'
import type { StatusName } from '../../contracts/status-name.ts'
import { checkLedger, checkTransaction } from '../../server/core/ledger.ts'
import { replay } from '../../server/core/replay.ts'
import { createState, type State } from '../../server/core/state.ts'
import type { Town } from './town.ts'

/** The table of moves once more, written down without looking at the gateway's. */
const lawful: Record<string, StatusName[]> = {
  '': ['3D', 'CHARGE', 'AUTH', 'VERIFIED', 'FAILED', 'REJECT'],
  '3D': ['CHARGE', 'AUTH', 'VERIFIED', 'FAILED', 'REJECT'],
  AUTH: ['CHARGE', 'CANCEL', 'CANCEL_OLD'],
  CHARGE: ['CHARGE', 'REFUND'],
}

const addressOf = (order: Order, token: { postLink: string; failurePostLink: string }, ok: boolean) =>
  ok
    ? order.postLink || token.postLink
    : order.failurePostLink || token.failurePostLink || order.postLink || token.postLink

/** What must hold after every command, looked at where the command left its mark. */
export const watch = ({ emulator, memory }: Town) => {
  const statuses = new Map<string, StatusName>()
  const firsts = new Map<string, number>()
  const paid = new Map<string, string>()
  const links = new Map<string, TokenRecord>()
  const broken: string[] = []
  const paidOut = new Map<string, number>()

  const checkMove = ({ id, status }: Transaction) => {
    const from = statuses.get(id) ?? ''
    if (!lawful[from]?.includes(status)) broken.push(`${id} went from ${from || 'nothing'} to ${status}`)
    statuses.set(id, status)
    const now = emulator().state().transactions.get(id)
    if (now) broken.push(...checkTransaction(now).map(({ where, got }) => `${where}: ${got}`))
  }
  const decided = (transaction: Transaction) => {
    const { id, order, reasonCode, bonus = 0, amount } = transaction
    checkMove(transaction)
    if (amount + bonus !== order.amount)
      broken.push(`${id} of ${order.amount}: ${amount} by card and ${bonus} by bonuses`)
    if (reasonCode !== 0) return
    memory.paid.push(id)
    const invoice = `${order.terminal}/${order.invoiceId}`
    const before = paid.get(invoice)
    // What has been forgotten may be paid again: then there is no such invoice any more.
    if (before && emulator().state().transactions.has(before))
      broken.push(`${invoice} was paid by ${before} and again by ${id}`)
    paid.set(invoice, id)
  }
  const see = (entry: Entry) => {
    if (entry.kind === 'token issued') links.set(entry.token.digest, entry.token)
    if (entry.kind === 'payment decided') decided(entry.transaction)
    if (entry.kind === 'challenge asked') checkMove(entry.challenge.transaction)
    if (entry.kind === 'payment operated') {
      const now = emulator().state().transactions.get(entry.transaction)
      if (now) checkMove({ ...now, status: entry.to.status })
    }
    if (entry.kind === 'settlement made') {
      for (const { transaction, gross, fee, payout } of entry.settlement.lines) {
        if (gross - fee !== payout || fee < 0)
          broken.push(`${transaction} is paid ${payout} of ${gross}, fee ${fee}`)
        paidOut.set(transaction, (paidOut.get(transaction) ?? 0) + gross)
        const now = emulator().state().transactions.get(transaction)
        if (now?.transfer && now.transfer.kind !== 'aft')
          broken.push(`${transaction} is a ${now.transfer.kind}, and the merchant is paid for it`)
        const got = now && now.charged - now.refunded
        if (now && got !== paidOut.get(transaction))
          broken.push(`${transaction} holds ${got}, paid out otherwise`)
      }
    }
    if (entry.kind === 'card saved') memory.cards.push(entry.card.id)
    if (entry.kind !== 'postlink owed') return
    const { id, transaction, copyOf } = entry.postlink
    memory.postlinks.push(id)
    if (!copyOf) firsts.set(transaction, (firsts.get(transaction) ?? 0) + 1)
  }
  const owes = (transaction: Transaction) => {
    const token = links.get(transaction.token)
    // What the bank does by itself has no token.
    const address = addressOf(
      transaction.order,
      token ?? { postLink: '', failurePostLink: '' },
      transaction.reasonCode === 0,
    )
    const [got, expected] = [firsts.get(transaction.id) ?? 0, address ? 1 : 0]
    if (got !== expected) broken.push(`${transaction.id} owes ${got} first postlinks, expected ${expected}`)
  }
  /** A day of a subscription is one payment of the same price, on the same card. */
  const checkDay = (entries: Entry[]) => {
    const days = entries.flatMap((entry) =>
      entry.kind === 'subscription charged' ? [entry.subscription] : [],
    )
    const payments = entries.flatMap((entry) =>
      entry.kind === 'payment decided' && entry.transaction.via === 'subscription' ? [entry.transaction] : [],
    )
    const asked = entries.filter(
      (entry) => entry.kind === 'challenge asked' && entry.challenge.transaction.via === 'subscription',
    )
    if (days.length !== payments.length + asked.length)
      broken.push(`${days.length} days of subscriptions, and ${payments.length} payments`)
    for (const [i, { id, order, card }] of payments.entries()) {
      const agreed = emulator()
        .state()
        .subscriptions.get(days[i] ?? '')
      if (agreed && (agreed.order.amount !== order.amount || agreed.card.hash !== card?.hash))
        broken.push(`${id} is ${order.amount} on ${card?.mask}, agreed ${agreed.order.amount}`)
    }
  }
  return {
    hear(entries: Entry[]) {
      checkDay(entries)
      for (const entry of entries) see(entry)
      for (const entry of entries) if (entry.kind === 'payment decided') owes(entry.transaction)
    },
    broken,
  }
}

/** A state as text, Maps and Sets as lists, the alarms in the order in which they ring. */
const textOf = (state: State): Record<string, string> => {
  const alarms = state.alarms.all().sort((a, b) => a.at - b.at)
  const plain = (_: string, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value
  const { world, ...rest } = state
  return Object.fromEntries(
    Object.entries({ ...rest, alarms }).map(([name, part]) => [name, JSON.stringify(part, plain)]),
  )
}

export const checkBooks = ({ emulator }: Town): string[] =>
  checkLedger(emulator().state()).map(({ where, got }) => `${where}: ${got}`)

/** At the end, when all that was ever written is in it. */
export const checkSecrets = async ({ emulator, memory }: Town): Promise<string[]> => {
  const text = JSON.stringify(await emulator().entries())
  const found = new Set((text.match(/\d{15,}/g) ?? []).filter((digits) => memory.pans.has(digits)))
  return [...found].map((pan) => `the journal holds ${pan}`)
}

/** The journal alone tells the same state. */
export const checkReplay = async ({ emulator }: Town): Promise<string[]> => {
  const lived = emulator().state()
  const rebuilt = createState(lived.world)
  for (const entry of JSON.parse(JSON.stringify(await emulator().entries())) as Entry[])
    replay(rebuilt, entry)
  const [one, other] = [textOf(lived), textOf(rebuilt)]
  return Object.keys(one)
    .filter((name) => !isDeepStrictEqual(one[name], other[name]))
    .map((name) => `replaying the journal gives other ${name}`)
}
