import { type Entry, type EntryKind, ignored, type Transaction } from '../../contracts/entry.ts'
import { fromTiyn } from '../../contracts/money.ts'
import { forcedByCardId } from '../../contracts/sandbox-card.ts'
import type { ChargeSavedCardStep, Step } from '../../contracts/scenario.ts'
import type { Expectation } from '../../contracts/scenario-expectation.ts'
import { maxAttempts } from '../core/attempts.ts'
import { settingsOf } from '../core/state.ts'
import type { Draft } from './draft.ts'
import { cardOfPayment } from './transcribe-card.ts'
import { toOrder, toOrderOf } from './transcribe-order.ts'
import { cleared, describeRule } from './transcribe-rule.ts'

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>
type Tellers = { [K in EntryKind]: ((draft: Draft, entry: EntryOf<K>) => Step[]) | undefined }

const leftOut = (draft: Draft, line: string): Step[] => {
  draft.leftOut.push(line)
  return []
}

/** The buyer may have asked for the card to be saved where the shop did not. */
const savedByBuyer = (draft: Draft, { id, order }: Transaction) =>
  !order.cardSave &&
  !order.verification &&
  draft.entries.some((entry) => entry.kind === 'card saved' && entry.card.transaction === id)

const pageOutcome = (draft: Draft, { reasonCode, page }: Transaction): Expectation['page'] => {
  if (reasonCode === 0) return 'paid'
  const before = draft.state.pages.get(page ?? '')?.attempts.length ?? 0
  return before + 1 >= maxAttempts ? 'failed' : 'declined'
}

/** Not what the buyer saw when a rule spoiled the answer: only what came of it. */
const expectationOf = (draft: Draft, transaction: Transaction): Expectation => {
  const { status, reasonCode, rule: id } = transaction
  const rule = draft.state.rules.find((active) => active.id === id)
  const page =
    rule?.then.answer === undefined && transaction.page ? pageOutcome(draft, transaction) : undefined
  return { ...(page ? { page } : {}), status, reasonCode }
}

const payment = (draft: Draft, transaction: Transaction, threeDS?: 'challenge'): Step => {
  const card = cardOfPayment(transaction, settingsOf(draft.state).cards, threeDS)
  const save = savedByBuyer(draft, transaction) ? { save: true } : {}
  const expect: Expectation = threeDS ? { page: threeDS } : expectationOf(draft, transaction)
  return { pay: { ...card, ...save }, expect }
}

/** Of a decline the journal does not say which card was asked for: any one that declines so will do. */
const savedCardOf = (draft: Draft, { cardId, reasonCode, rule }: Transaction): ChargeSavedCardStep => {
  const forced = forcedByCardId(cardId)
  if (forced) return { code: forced.reasonCode }
  if (reasonCode !== 0 && !rule) return { code: reasonCode }
  const saved = draft.state.cards.get(cardId)
  const savedBy = draft.state.transactions.get(saved?.transaction ?? '')?.order.invoiceId
  if (savedBy) return { savedBy }
  return draft.state.cards.size > 0 ? {} : { code: 0 }
}

const decided: Tellers['payment decided'] = (draft, { transaction }) => {
  // The buyer's answer to the issuer has been told already.
  if (draft.state.transactions.has(transaction.id)) return []
  const order = toOrder(draft, transaction.order.invoiceId)
  if (transaction.via === 'page') return [...order, payment(draft, transaction)]
  if (transaction.via !== 'saved card') {
    return leftOut(draft, `a payment of invoice ${transaction.order.invoiceId} by ${transaction.via}`)
  }
  const { status, reasonCode } = transaction
  const declined =
    reasonCode !== 0 && !transaction.rule ? { code: reasonCode } : savedCardOf(draft, transaction)
  return [...order, { chargeSavedCard: declined, expect: { status, reasonCode } }]
}

/** A story has no step that makes a link or a code. */
const isFromLinkOrCode = ({ via }: Transaction) => via === 'invoice link' || via === 'qr'

const answers = { right: 'right', wrong: 'wrong', failed: 'wrong', cancelled: 'cancel' } as const

/** What each kind of entry is in a story; what is not here happens by itself. */
export const transcribers: Tellers = {
  ...ignored(
    'card saved',
    'clock moved',
    'invoice link ended',
    'marked',
    'page ended',
    'postlink answered',
    'postlink owed',
    'postlink sent',
    'qr ended',
    'rule matched',
    'instalment asked',
    'instalment moved',
    'settlement made',
    'subscription charged',
    'subscription ended',
    'subscription made',
    'token expired',
    'workspace opened',
  ),
  'invoice link made': (draft, { link }) =>
    leftOut(draft, `a payment link of invoice ${link.order.invoiceId}`),
  'qr made': (draft, { qr }) => leftOut(draft, `a QR code of invoice ${qr.order.invoiceId}`),
  'token issued': (draft, { token }) => {
    if (token.link) return []
    const order = toOrderOf(draft, token)
    return token.invoiceId === undefined ? [] : [...order, { token: {} }]
  },
  'page opened': (draft, { page }) =>
    page.link || page.qr
      ? leftOut(draft, `the page of invoice ${page.order.invoiceId}, opened by a link or a QR code`)
      : [...toOrder(draft, page.order.invoiceId), { openPage: {} }],
  'payment decided': decided,
  'challenge asked': (draft, { challenge: { transaction } }) =>
    isFromLinkOrCode(transaction)
      ? leftOut(draft, `a payment of invoice ${transaction.order.invoiceId} by ${transaction.via}`)
      : [...toOrder(draft, transaction.order.invoiceId), payment(draft, transaction, 'challenge')],
  'challenge answered': (draft, { challenge, how }) => {
    const asked = draft.state.challenges.get(challenge)
    if (!asked || how === 'expired' || isFromLinkOrCode(asked.transaction)) return []
    const order = toOrder(draft, asked.transaction.order.invoiceId)
    return [...order, { threeDS: { answer: answers[how] } }]
  },
  'payment operated': (draft, { transaction: id, operation, to }) => {
    const before = draft.state.transactions.get(id)
    if (!before || operation === 'expire') return []
    if (isFromLinkOrCode(before)) return leftOut(draft, `a ${operation} of invoice ${before.order.invoiceId}`)
    const moved = operation === 'refund' ? to.refunded - before.refunded : to.charged
    const amount = operation === 'cancel' ? {} : { amount: fromTiyn(moved) }
    const expect = { status: to.status }
    return [...toOrder(draft, before.order.invoiceId), { [operation]: amount, expect }]
  },
  'rule added': (draft, { rule }) => describeRule(draft, rule),
  'rules cleared': (draft, { rules }) => cleared(draft, rules),
  marked: (_, { name }) => [{ mark: name }],
  'card deactivated': (draft) => leftOut(draft, 'a saved card was deactivated'),
  'postlink held': (draft) => leftOut(draft, 'a postlink was held back by hand'),
  'postlink requeued': (draft, { why }) =>
    why === 'resend' ? leftOut(draft, 'a postlink was sent again by hand') : [],
  'request refused': (draft, { asked, refused }) => leftOut(draft, `${asked} was refused: ${refused}`),
}
