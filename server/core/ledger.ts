import { cardPart } from '../../contracts/bonus.ts'
import type { EntryBody, Order, Transaction } from '../../contracts/entry.ts'
import { bonusCard, forcibleCodes, panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import type { StatusName } from '../../contracts/status-name.ts'
import { invoiceKey } from './invoice.ts'
import { urlFor } from './postlink.ts'
import { isMerchants, unsettled } from './settlement.ts'
import type { Invoice, State, Subscription } from './state.ts'

/** Something that must never be: where, what came, what must hold. */
export interface LedgerViolation {
  where: string
  got: string
  expected: string
}

type Money = Pick<Transaction, 'amount' | 'bonus' | 'charged' | 'refunded' | 'order' | 'reasonCode'>

const untouched = (money: Money) => money.charged === 0 && money.amount === cardPart(money)

/** What the money of a transaction says in each of its statuses. */
const holds: Record<StatusName, (money: Money) => boolean> = {
  NEW: untouched,
  FINGERPRINT: untouched,
  '3D': untouched,
  AUTH: untouched,
  CANCEL: untouched,
  CANCEL_OLD: untouched,
  VERIFIED: (money) => untouched(money) && money.amount === 0,
  FAILED: (money) => untouched(money) && money.reasonCode !== 0,
  REJECT: (money) => untouched(money) && money.reasonCode !== 0,
  CHARGE: ({ amount, charged, refunded }) => amount > 0 && amount === charged - refunded,
  REFUND: ({ amount, charged, refunded }) => amount === 0 && charged > 0 && refunded === charged,
}

const undecided = new Set<StatusName>(['NEW', 'FINGERPRINT', '3D'])

/** Bonuses pay a part of a price, never all of it, and nothing of what was declined. */
const agrees = ({ bonus = 0, order, reasonCode }: Transaction) =>
  bonus === 0 || (bonus < order.amount && reasonCode === 0)

/** The money of one transaction: refunded ≤ charged ≤ authorised, and all of it where its status says. */
export const checkTransaction = (transaction: Transaction): LedgerViolation[] => {
  const { id, status, amount, charged, refunded, order } = transaction
  const { bonus = 0 } = transaction
  const inOrder =
    0 <= bonus &&
    0 <= refunded &&
    refunded <= charged &&
    charged <= cardPart(transaction) &&
    agrees(transaction)
  const whole = [amount, charged, refunded, order.amount, bonus].every(Number.isSafeInteger)
  if (inOrder && whole && holds[status](transaction)) return []
  const price = bonus === 0 ? order.amount : `${order.amount}, bonus ${bonus}`
  return [
    {
      where: `transaction ${id}`,
      got: `${status} of ${price}: amount ${amount}, charged ${charged}, refunded ${refunded}`,
      expected: '0 ≤ refunded ≤ charged ≤ authorised, and the amount that its status leaves',
    },
  ]
}

const isPaid = ({ status, reasonCode }: Transaction) => reasonCode === 0 && !undecided.has(status)

const checkInvoices = (state: State): LedgerViolation[] =>
  [...state.invoices].flatMap(([key, { transactions, paid }]: [string, Invoice]) => {
    const known = transactions.flatMap((id) => state.transactions.get(id) ?? [])
    const stranger = known.find(({ order }) => invoiceKey(order.terminal, order.invoiceId) !== key)
    if (stranger) {
      const got = `transaction ${stranger.id} of invoice ${stranger.order.invoiceId}`
      return [{ where: `invoice ${key}`, got, expected: 'its own attempts alone' }]
    }
    const paying = known.filter(isPaid).map(({ id }) => id)
    // The payment itself may have been forgotten, with a later decline still known.
    const kept = paid !== undefined && state.transactions.has(paid) ? paid : undefined
    if (paying.length <= 1 && paying[0] === kept) return []
    const got = `${paying.length} paid attempts (${paying.join(', ')}), kept as paid: ${paid ?? 'none'}`
    return [{ where: `invoice ${key}`, got, expected: 'at most one paid attempt, and it is the one kept' }]
  })

const checkPostlinks = (state: State): LedgerViolation[] => {
  const firsts = new Map<string, number>()
  for (const { transaction, copyOf } of state.postlinks.values()) {
    if (!copyOf) firsts.set(transaction, (firsts.get(transaction) ?? 0) + 1)
  }
  return [...state.transactions.values()].flatMap((transaction) => {
    const token = state.tokens.get(transaction.token)
    const address = urlFor(transaction, token)
    const expected = undecided.has(transaction.status) || address === '' ? 0 : 1
    const got = firsts.get(transaction.id) ?? 0
    if (got === expected) return []
    const where = `postlinks of transaction ${transaction.id}`
    return [{ where, got: `${got} first postlinks`, expected: String(expected) }]
  })
}

const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0)

/** Payouts and payments say the same, to the tiyn; what is not paid out yet has a day on which it will be. */
const checkSettlements = (state: State): LedgerViolation[] => {
  const lines = [...state.settlements.values()].flatMap((settlement) => settlement.lines)
  const linesOf = Map.groupBy(lines, ({ transaction }) => transaction)
  return [...state.transactions.values()].flatMap((transaction) => {
    const { id, order, settled } = transaction
    const where = `payouts of transaction ${id}`
    const listed = linesOf.get(id) ?? []
    const payout = sum(listed.map((line) => line.payout))
    if (listed.length > 0 && !isMerchants(transaction))
      return [{ where, got: `lines of ${payout}`, expected: 'none: the money is not the merchant’s' }]
    const gross = sum(listed.map((line) => line.gross))
    if (gross > (settled?.gross ?? 0))
      return [{ where, got: `lines for ${gross}`, expected: `at most ${settled?.gross ?? 0}` }]
    // The oldest statements may be forgotten: then the lines say less.
    if (listed.length > 0 && payout > (settled?.payout ?? 0))
      return [{ where, got: `lines of ${payout}`, expected: `at most ${settled?.payout ?? 0}` }]
    if (unsettled(transaction) === 0 || state.alarms.isSet('settlement runs', order.terminal)) return []
    return [{ where, got: `${unsettled(transaction)} owed, and no day`, expected: 'a payout to come' }]
  })
}

/** A transfer names who gets the money, unless the merchant does. */
const checkTransfers = (state: State): LedgerViolation[] =>
  [...state.transactions.values()].flatMap(({ id, transfer }) => {
    if (!transfer || (transfer.receiver === undefined) === (transfer.kind === 'aft')) return []
    const [got, expected] = transfer.receiver ? ['a receiver', 'none'] : ['no receiver', 'one']
    return [{ where: `transfer ${id}`, got: `${transfer.kind} with ${got}`, expected }]
  })

/** What runs on has its next day, and what is over has none; each of its payments costs what was agreed. */
const checkSubscriptions = (state: State): LedgerViolation[] => {
  const keyOf = ({ terminal }: Order, first: string) => invoiceKey(terminal, first)
  const charged = Map.groupBy(
    [...state.transactions.values()].filter(({ via }) => via === 'subscription'),
    ({ order }) => keyOf(order, order.invoiceIdAlt),
  )
  const all = [...state.subscriptions.values()]
  const days = all.flatMap(({ id, ended }) => {
    const isDue = state.alarms.isSet('subscription due', id)
    if (isDue === (ended === undefined)) return []
    const got = `${ended ?? 'active'}, and ${isDue ? 'a day' : 'no day'} of its next payment`
    return [{ where: `subscription ${id}`, got, expected: 'a day while it runs, none afterwards' }]
  })
  // A first payment may have been subscribed again after a cancellation: its subscriptions share their payments.
  const sums = [...Map.groupBy(all, ({ order }) => keyOf(order, order.invoiceId))].flatMap(([key, own]) => {
    const payments = charged.get(key) ?? []
    const most = sum(own.map(({ charges }) => charges))
    const { amount, currency } = (own[0] as Subscription).order
    const other = payments.find(({ order }) => order.amount !== amount || order.currency !== currency)
    const where = `subscription ${own[0]?.id}`
    if (other)
      return [
        { where, got: `${other.order.amount} ${other.order.currency}`, expected: `${amount} ${currency}` },
      ]
    if (payments.length <= most) return []
    return [{ where, got: `${payments.length} payments`, expected: `at most ${most}` }]
  })
  return [...days, ...sums]
}

const decidedInstalment = new Set(['ACCEPT', 'REJECT'])

/** A purchase that waits has its next step; one that was accepted has paid its order, as far as that is remembered. */
const checkInstalments = (state: State): LedgerViolation[] =>
  [...state.instalments.values()].flatMap(({ id, status, order }) => {
    const where = `instalment ${id}`
    const waits = state.alarms.isSet('instalment due', id)
    if (waits === decidedInstalment.has(status))
      return [
        { where, got: `${status}, and ${waits ? 'a' : 'no'} next step`, expected: 'one until it is decided' },
      ]
    const invoice = state.invoices.get(invoiceKey(order.terminal, order.invoiceId))
    if (status !== 'ACCEPT' || !invoice || invoice.paid !== undefined) return []
    return [{ where, got: 'ACCEPT of an order that is not paid', expected: 'its payment' }]
  })

/** Everything that must hold between two commands, whatever was asked, by whom, in which order. */
export const checkLedger = (state: State): LedgerViolation[] => [
  ...[...state.transactions.values()].flatMap(checkTransaction),
  ...checkInvoices(state),
  ...checkPostlinks(state),
  ...checkSettlements(state),
  ...checkTransfers(state),
  ...checkSubscriptions(state),
  ...checkInstalments(state),
]

const numbers = /(?<!\d)\d{15,16}(?!\d)/g

/** No line of the journal holds a whole card number: of this world, or of the sandbox's own cards. */
export const checkJournal = (state: State, entries: EntryBody[]): LedgerViolation[] => {
  const pans = new Set([
    ...state.world.cards.map(({ pan }) => pan),
    ...[...threeDSCards, bonusCard].map(({ pan }) => pan),
    ...forcibleCodes.map(panOfCode),
  ])
  return entries.flatMap((entry, i) =>
    (JSON.stringify(entry).match(numbers) ?? []).some((found) => pans.has(found))
      ? [
          {
            where: `journal line ${i + 1}`,
            got: `a whole card number in ${entry.kind}`,
            expected: 'its mask',
          },
        ]
      : [],
  )
}
