import type { Entry, EntryKind, Transaction } from '../../contracts/entry.ts'
import { fromTiyn } from '../../contracts/money.ts'
import { forcedByCardId } from '../../contracts/sandbox-card.ts'
import type { ChargeSavedCardStep, Step } from '../../contracts/scenario.ts'
import type { Expectation } from '../../contracts/scenario-expectation.ts'
import { maxAttempts } from '../core/attempts.ts'
import { settingsOf } from '../core/state.ts'
import { cardOfPayment } from './retell-card.ts'
import { toOrder, toOrderOf } from './retell-order.ts'
import { cleared, ruleTold } from './retell-rule.ts'
import type { Tale } from './tale.ts'

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>
type Tellers = { [K in EntryKind]?: (tale: Tale, entry: EntryOf<K>) => Step[] }

const untold = (tale: Tale, line: string): Step[] => {
  tale.untold.push(line)
  return []
}

/** The buyer may have asked for the card to be saved where the shop did not. */
const savedByBuyer = (tale: Tale, { id, order }: Transaction) =>
  !order.cardSave &&
  !order.verification &&
  tale.entries.some((entry) => entry.kind === 'card saved' && entry.card.transaction === id)

const pageOutcome = (tale: Tale, { reasonCode, page }: Transaction): Expectation['page'] => {
  if (reasonCode === 0) return 'paid'
  const before = tale.state.pages.get(page ?? '')?.attempts.length ?? 0
  return before + 1 >= maxAttempts ? 'failed' : 'declined'
}

/** Not what the buyer saw when a rule spoiled the answer: only what came of it. */
const expectationOf = (tale: Tale, transaction: Transaction): Expectation => {
  const { status, reasonCode, rule: id } = transaction
  const rule = tale.state.rules.find((active) => active.id === id)
  const page =
    rule?.then.answer === undefined && transaction.page ? pageOutcome(tale, transaction) : undefined
  return { ...(page ? { page } : {}), status, reasonCode }
}

const payment = (tale: Tale, transaction: Transaction, threeDS?: 'challenge'): Step => {
  const card = cardOfPayment(transaction, settingsOf(tale.state).cards, threeDS)
  const save = savedByBuyer(tale, transaction) ? { save: true } : {}
  const expect: Expectation = threeDS ? { page: threeDS } : expectationOf(tale, transaction)
  return { pay: { ...card, ...save }, expect }
}

/** Of a decline the journal does not say which card was asked for: any one that declines so will do. */
const savedCardOf = (tale: Tale, { cardId, reasonCode, rule }: Transaction): ChargeSavedCardStep => {
  const forced = forcedByCardId(cardId)
  if (forced) return { code: forced.reasonCode }
  if (reasonCode !== 0 && !rule) return { code: reasonCode }
  const saved = tale.state.cards.get(cardId)
  const savedBy = tale.state.transactions.get(saved?.transaction ?? '')?.order.invoiceId
  if (savedBy) return { savedBy }
  return tale.state.cards.size > 0 ? {} : { code: 0 }
}

const decided: Tellers['payment decided'] = (tale, { transaction }) => {
  // The buyer's answer to the issuer has been told already.
  if (tale.state.transactions.has(transaction.id)) return []
  const order = toOrder(tale, transaction.order.invoiceId)
  if (transaction.via === 'page') return [...order, payment(tale, transaction)]
  if (transaction.via !== 'saved card') {
    return untold(tale, `a payment of invoice ${transaction.order.invoiceId} by ${transaction.via}`)
  }
  const { status, reasonCode } = transaction
  const declined =
    reasonCode !== 0 && !transaction.rule ? { code: reasonCode } : savedCardOf(tale, transaction)
  return [...order, { chargeSavedCard: declined, expect: { status, reasonCode } }]
}

/** A story has no step that makes a link or a code. */
const isFromDoor = ({ via }: Transaction) => via === 'invoice link' || via === 'qr'

const answers = { right: 'right', wrong: 'wrong', failed: 'wrong', cancelled: 'cancel' } as const

/** What each kind of entry is in a story; what is not here happens by itself. */
export const tellers: Tellers = {
  'invoice link made': (tale, { link }) => untold(tale, `a payment link of invoice ${link.order.invoiceId}`),
  'qr made': (tale, { qr }) => untold(tale, `a QR code of invoice ${qr.order.invoiceId}`),
  'token issued': (tale, { token }) => {
    if (token.link) return []
    const order = toOrderOf(tale, token)
    return token.invoiceId === undefined ? [] : [...order, { token: {} }]
  },
  'page opened': (tale, { page }) =>
    page.link || page.qr
      ? untold(tale, `the page of invoice ${page.order.invoiceId}, opened by a link or a QR code`)
      : [...toOrder(tale, page.order.invoiceId), { openPage: {} }],
  'payment decided': decided,
  'challenge asked': (tale, { challenge: { transaction } }) =>
    isFromDoor(transaction)
      ? untold(tale, `a payment of invoice ${transaction.order.invoiceId} by ${transaction.via}`)
      : [...toOrder(tale, transaction.order.invoiceId), payment(tale, transaction, 'challenge')],
  'challenge answered': (tale, { challenge, how }) => {
    const asked = tale.state.challenges.get(challenge)
    if (!asked || how === 'expired' || isFromDoor(asked.transaction)) return []
    const order = toOrder(tale, asked.transaction.order.invoiceId)
    return [...order, { threeDS: { answer: answers[how] } }]
  },
  'payment operated': (tale, { transaction: id, operation, to }) => {
    const before = tale.state.transactions.get(id)
    if (!before || operation === 'expire') return []
    if (isFromDoor(before)) return untold(tale, `a ${operation} of invoice ${before.order.invoiceId}`)
    const moved = operation === 'refund' ? to.refunded - before.refunded : to.charged
    const amount = operation === 'cancel' ? {} : { amount: fromTiyn(moved) }
    const expect = { status: to.status }
    return [...toOrder(tale, before.order.invoiceId), { [operation]: amount, expect }]
  },
  'rule added': (tale, { rule }) => ruleTold(tale, rule),
  'rules cleared': (tale, { rules }) => cleared(tale, rules),
  'card deactivated': (tale) => untold(tale, 'a saved card was deactivated'),
  'postlink held': (tale) => untold(tale, 'a postlink was held back by hand'),
  'postlink requeued': (tale, { why }) =>
    why === 'resend' ? untold(tale, 'a postlink was sent again by hand') : [],
  'request refused': (tale, { asked, refused }) => untold(tale, `${asked} was refused: ${refused}`),
}
