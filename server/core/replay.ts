import type { Entry, EntryKind, Transaction } from '../../contracts/entry.ts'
import { drawnBy } from './drawn.ts'
import { keepInstalment, moveInstalment } from './instalment-replay.ts'
import { invoiceKey, lastSixKey } from './invoice.ts'
import { keepMark } from './mark.ts'
import { holdMs } from './operation.ts'
import { delivered, postlinkDue } from './postlink.ts'
import { retire, retireSettlements } from './retention.ts'
import { nextPayout } from './settlement.ts'
import { type InvoiceLink, type MutableState, savedCardAt } from './state.ts'
import { chargeSubscription, endSubscription, keepSubscription } from './subscription-replay.ts'

/** One entry happens to the state. The only place where state changes. */
export const replay = (state: MutableState, entry: Entry): void => {
  const replayer = replayers[entry.kind] as (state: MutableState, entry: Entry) => void
  replayer(state, entry)
  const kind = drawnBy[entry.kind]
  if (kind) state.counts[kind] += 1
  state.seq = entry.seq
  retire(state)
}

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>

/** A transaction joins its invoice, its page and its token once; a later word on it only replaces it. */
const keepTransaction = (state: MutableState, transaction: Transaction) => {
  const { id, order, token, page } = transaction
  const key = invoiceKey(order.terminal, order.invoiceId)
  const invoice = state.invoices.get(key) ?? { transactions: [] }
  const isNew = !state.transactions.has(id)
  state.transactions.set(id, transaction)
  if (!isNew) return invoice
  state.paymentLine.push(id)
  // Most lists of a payment stay at one: push and spread would make room for sixteen more, concat does not.
  invoice.transactions = invoice.transactions.concat(id)
  state.invoices.set(key, invoice)
  const digits = lastSixKey(order.terminal, order.invoiceId)
  if (!state.lastSix.has(digits)) state.lastSix.set(digits, order.invoiceId)
  const tried = state.pages.get(page ?? '')
  if (tried) tried.attempts = tried.attempts.concat(id)
  const used = state.tokens.get(token)
  if (used && !page) used.spent = true
  return invoice
}

/** Money moved at a terminal: the next working day pays it out, with all that moved before. */
const oweSettlement = (state: MutableState, terminal: string, charged: number, at: number) => {
  if (charged > 0 && !state.alarms.isSet('settlement runs', terminal))
    state.alarms.set({ what: 'settlement runs', id: terminal, at: nextPayout(at) })
}

/** However it ended, nobody is led on any more; retention.ts may forget it. */
const endLink = (state: MutableState, id: string, how: InvoiceLink['ended']) => {
  const link = state.links.get(id)
  state.alarms.clear('link expires', id)
  if (!link) return
  if (!link.ended) state.linkLine.push(id)
  link.ended = how
}

/** One attempt was answered: delivered, to be tried again, or given up. */
const takeAnswer = (state: MutableState, entry: EntryOf<'postlink answered'>) => {
  const { attempt: number, answer, retryAt, at } = entry
  const postlink = state.postlinks.get(entry.postlink)
  if (!postlink) return
  postlink.attempts = postlink.attempts.map((attempt) =>
    attempt.number === number ? { ...attempt, answer: { ...answer, at } } : attempt,
  )
  // Somebody held it, or asked for it again, while this attempt was on its way: that wish stands.
  if (postlink.state !== 'due' || number <= postlink.wishedAfter) return
  // A later attempt is on its way: only good news of this one matters.
  if (!delivered(answer) && number < postlink.attempts.length) return
  if (delivered(answer)) postlink.state = 'delivered'
  else if (retryAt === undefined) postlink.state = 'failed'
  if (retryAt === undefined) state.alarms.clear('postlink due', postlink.id)
  else state.alarms.set(postlinkDue(postlink, retryAt))
}

const replayers: { [K in EntryKind]: (state: MutableState, entry: EntryOf<K>) => void } = {
  'workspace opened': (state, { settings }) => {
    state.settings = settings
  },
  'clock moved': (state, { clock }) => {
    state.clock = clock
  },
  'token issued': (state, { token }) => {
    state.tokens.set(token.digest, { ...token, spent: false })
    state.tokenLine.push(token.digest)
    state.alarms.set({ what: 'token expires', id: token.digest, at: token.expiresAt })
  },
  'token expired': (state, { token }) => {
    state.alarms.clear('token expires', token)
    const known = state.tokens.get(token)
    if (known?.refresh) known.spent = true
  },
  'page opened': (state, { page }) => {
    state.pages.set(page.id, { ...page, attempts: state.pages.get(page.id)?.attempts ?? [] })
    const token = state.tokens.get(page.token)
    if (token) token.page = page.id
    const link = state.links.get(page.link ?? '')
    if (link) link.page = page.id
    state.alarms.set({ what: 'page expires', id: page.id, at: page.deadline })
  },
  'page ended': (state, { page: id, how }) => {
    const page = state.pages.get(id)
    state.alarms.clear('page expires', id)
    if (!page) return
    page.ended = how
    const token = state.tokens.get(page.token)
    if (token) token.spent = true
    if (how === 'failed' && token?.qr) state.alarms.clear('qr expires', token.qr)
    if (how === 'paid' && page.link) endLink(state, page.link, 'paid')
  },
  'invoice link made': (state, { link }) => {
    state.links.set(link.id, { ...link })
    state.linkOf.set(invoiceKey(link.order.terminal, link.order.invoiceId), link.id)
    state.alarms.set({ what: 'link expires', id: link.id, at: link.expiresAt })
  },
  'invoice link ended': (state, { link, how }) => endLink(state, link, how),
  'qr made': (state, { qr }) => {
    state.qrs.set(qr.billNumber, { ...qr })
    const token = state.tokens.get(qr.token)
    if (token) token.qr = qr.billNumber
    state.alarms.set({ what: 'qr expires', id: qr.billNumber, at: qr.deadline })
  },
  'qr ended': (state, { qr: id, how }) => {
    const qr = state.qrs.get(id)
    if (qr) qr.ended = how
    state.alarms.clear('qr expires', id)
  },
  'challenge asked': (state, { challenge }) => {
    state.challenges.set(challenge.id, { ...challenge, wrong: 0 })
    state.alarms.set({ what: 'challenge expires', id: challenge.id, at: challenge.deadline })
    keepTransaction(state, challenge.transaction)
  },
  'challenge answered': (state, { challenge: id, how }) => {
    const challenge = state.challenges.get(id)
    if (!challenge) return
    if (how === 'wrong') challenge.wrong += 1
    else challenge.answered = how
  },
  'payment decided': (state, { transaction }) => {
    const invoice = keepTransaction(state, transaction)
    const { id, challenge } = transaction
    // However it ended, nothing waits for the buyer any more.
    if (challenge) state.alarms.clear('challenge expires', challenge)
    if (transaction.reasonCode === 0) {
      invoice.paid = id
      const { qr } = state.tokens.get(transaction.token) ?? {}
      if (qr) state.alarms.clear('qr expires', qr)
    }
    if (transaction.status === 'AUTH')
      state.alarms.set({ what: 'hold lapses', id, at: transaction.at + holdMs })
    oweSettlement(state, transaction.order.terminal, transaction.charged, transaction.at)
  },
  'payment operated': (state, { transaction: id, to, refund, at }) => {
    const transaction = state.transactions.get(id)
    state.alarms.clear('hold lapses', id)
    if (!transaction) return
    const { refunds = [], refunded } = transaction
    const more = refund ? { refunds: [...refunds, { id: refund, at, amount: to.refunded - refunded }] } : {}
    state.transactions.set(id, { ...transaction, ...to, ...more })
    oweSettlement(state, transaction.order.terminal, to.charged, at)
  },
  'subscription made': keepSubscription,
  'subscription charged': chargeSubscription,
  'subscription ended': (state, { subscription, how }) => endSubscription(state, subscription, how),
  'instalment asked': keepInstalment,
  'instalment moved': moveInstalment,
  'settlement made': (state, { settlement, again }) => {
    const { terminal, at, lines } = settlement
    if (lines.length > 0) state.settlements.set(settlement.id, settlement)
    for (const { transaction: id, gross, payout } of lines) {
      const transaction = state.transactions.get(id)
      const { settled = { gross: 0, payout: 0 } } = transaction ?? {}
      const sum = { at, gross: settled.gross + gross, payout: settled.payout + payout }
      if (transaction) state.transactions.set(id, { ...transaction, settled: sum })
    }
    if (again === undefined) state.alarms.clear('settlement runs', terminal)
    else state.alarms.set({ what: 'settlement runs', id: terminal, at: again })
    retireSettlements(state)
  },
  'card deactivated': (state, { card: id }) => {
    const card = savedCardAt(state, id)
    if (card) state.cards.set(id, { ...card, deactivated: true })
  },
  'card saved': (state, { card }) => void state.cards.set(card.id, card),
  'postlink owed': (state, { postlink, dueAt, at }) => {
    state.postlinks.set(postlink.id, {
      ...postlink,
      state: postlink.waitsFor ? 'held' : 'due',
      owedAt: at,
      wishedAfter: 0,
      attempts: [],
    })
    if (postlink.waitsFor) state.waiting.add(postlink.id)
    else state.alarms.set(postlinkDue(postlink, dueAt))
    const others = state.postlinksOf.get(postlink.transaction) ?? []
    state.postlinksOf.set(postlink.transaction, others.concat(postlink.id))
  },
  'postlink sent': (state, { postlink: id, attempt, leaseUntil, at }) => {
    const postlink = state.postlinks.get(id)
    if (!postlink) return
    postlink.attempts = postlink.attempts.concat({ number: attempt, at })
    state.alarms.set(postlinkDue(postlink, leaseUntil))
  },
  'postlink answered': takeAnswer,
  'postlink requeued': (state, { postlink: id, dueAt, why }) => {
    const postlink = state.postlinks.get(id)
    if (!postlink) return
    postlink.state = 'due'
    if (why !== 'restart') postlink.wishedAfter = postlink.attempts.length
    state.waiting.delete(id)
    state.alarms.set(postlinkDue(postlink, dueAt))
  },
  'postlink held': (state, { postlink: id }) => {
    const postlink = state.postlinks.get(id)
    if (!postlink) return
    postlink.state = 'held'
    postlink.wishedAfter = postlink.attempts.length
    state.alarms.clear('postlink due', id)
  },
  'rule added': (state, { rule }) => void state.rules.push({ ...rule }),
  'rules cleared': (state, { rules }) => {
    state.rules = state.rules.filter(({ id }) => !rules.includes(id))
  },
  'rule matched': (state, { rule: id }) => {
    const rule = state.rules.find((active) => active.id === id)
    if (!rule) return
    rule.matched += 1
    if (rule.times === rule.matched) state.rules = state.rules.filter((active) => active !== rule)
  },
  marked: keepMark,
  'request refused': () => {},
}
