import type { Transaction } from '../../contracts/entry.ts'
import { invoiceKey, lastSixKey } from './invoice.ts'
import type { MutableState, State } from './state.ts'

/**
 * Memory is bounded: payments beyond `retain` are forgotten, oldest first, once nothing more can become of them.
 * A function of the state alone, so that every replay forgets the same.
 */

// Tokens cost little and most lead to a payment that takes them along; these are the ones that never did.
const tokensPerPayment = 5

const open = new Set<Transaction['status']>(['NEW', '3D', 'AUTH'])

const isSettled = (state: State, transaction: Transaction) =>
  !open.has(transaction.status) &&
  (state.postlinksOf.get(transaction.id) ?? []).every((id) => {
    const postlink = state.postlinks.get(id)
    return postlink?.state === 'delivered' || postlink?.state === 'failed'
  })

const forgetToken = (state: MutableState, digest: string) => {
  const token = state.tokens.get(digest)
  state.tokens.delete(digest)
  state.alarms.clear('token expires', digest)
  if (token?.qr) {
    state.qrs.delete(token.qr)
    state.alarms.clear('qr expires', token.qr)
  }
  const page = state.pages.get(token?.page ?? '')
  if (!page) return
  state.pages.delete(page.id)
  state.alarms.clear('page expires', page.id)
}

const forgetPostlinks = (state: MutableState, transaction: string) => {
  for (const id of state.postlinksOf.get(transaction) ?? []) {
    state.postlinks.delete(id)
    state.waiting.delete(id)
    state.alarms.clear('postlink due', id)
  }
  state.postlinksOf.delete(transaction)
}

/** Answers what is left of the invoice: its other attempts. */
const forgetAttempt = (state: MutableState, { id, order }: Transaction): string[] => {
  const key = invoiceKey(order.terminal, order.invoiceId)
  const invoice = state.invoices.get(key)
  const left = invoice?.transactions.filter((other) => other !== id) ?? []
  if (invoice && left.length > 0) state.invoices.set(key, { ...invoice, transactions: left })
  else {
    const digits = lastSixKey(order.terminal, order.invoiceId)
    state.invoices.delete(key)
    if (state.lastSix.get(digits) === order.invoiceId) state.lastSix.delete(digits)
  }
  return left
}

const forgetLink = (state: MutableState, id: string) => {
  const link = state.links.get(id)
  if (!link) return
  state.links.delete(id)
  const key = invoiceKey(link.order.terminal, link.order.invoiceId)
  if (state.linkOf.get(key) === id) state.linkOf.delete(key)
}

/** A purchase goes with its payment; the oldest stands first. */
const forgetInstalment = ({ instalments }: MutableState, { order, reasonCode }: Transaction) => {
  const ended = reasonCode === 0 ? 'ACCEPT' : 'REJECT'
  for (const { id, status, order: bought } of instalments.values()) {
    if (status !== ended || bought.invoiceId !== order.invoiceId || bought.terminal !== order.terminal)
      continue
    instalments.delete(id)
    return
  }
}

const forget = (state: MutableState, transaction: Transaction) => {
  state.transactions.delete(transaction.id)
  if (transaction.via === 'instalment') forgetInstalment(state, transaction)
  if (transaction.challenge) state.challenges.delete(transaction.challenge)
  forgetPostlinks(state, transaction.id)
  const others = forgetAttempt(state, transaction).map((id) => state.transactions.get(id))
  const link = state.links.get(state.pages.get(transaction.page ?? '')?.link ?? '')
  if (link?.ended === 'paid') forgetLink(state, link.id)
  // Another attempt with the same token may still be at the issuer: its postlink needs the token's address.
  if (!others.some((other) => other?.token === transaction.token)) forgetToken(state, transaction.token)
}

/** It went with its payment. */
const isFirstTokenGone = ({ tokenLine, tokens }: State) =>
  tokenLine.size() > 0 && !tokens.has(tokenLine.first() ?? '')

/** Statements are kept as long as there are payments, by the count of their lines. */
export const retireSettlements = ({ settlements, settings }: MutableState): void => {
  const retain = settings?.retain ?? Number.POSITIVE_INFINITY
  let lines = 0
  for (const settlement of settlements.values()) lines += settlement.lines.length
  for (const [id, settlement] of settlements) {
    if (lines <= retain) return
    settlements.delete(id)
    lines -= settlement.lines.length
  }
}

/** Links that nobody has paid yet go too, oldest first: anyone who has a token may make any number. */
const retireLinks = (state: MutableState, retain: number) => {
  while (state.linkLine.size() > retain) {
    forgetLink(state, state.linkLine.first() ?? '')
    state.linkLine.shift()
  }
  if (state.links.size <= retain) return
  for (const id of state.links.keys()) {
    state.alarms.clear('link expires', id)
    forgetLink(state, id)
    if (state.links.size <= retain) return
  }
}

/** Oldest first, finished or not: each is one row, and its payment is kept by itself. */
const retireInstalments = (state: MutableState, retain: number) => {
  for (const id of state.instalments.keys()) {
    if (state.instalments.size <= retain) return
    state.instalments.delete(id)
    state.alarms.clear('instalment due', id)
  }
}

export const retire = (state: MutableState): void => {
  const retain = state.settings?.retain ?? Number.POSITIVE_INFINITY
  let moved = false
  while (state.paymentLine.size() > retain) {
    const id = state.paymentLine.first() ?? ''
    const transaction = state.transactions.get(id)
    state.paymentLine.shift()
    if (transaction && !isSettled(state, transaction)) {
      // It lines up again, so that one hold of a week does not keep all that came after it.
      state.paymentLine.push(id)
      break
    }
    if (transaction) forget(state, transaction)
    moved = true
  }
  // Nothing but what is above takes a token away: most entries need not look.
  while (state.tokenLine.size() > retain * tokensPerPayment || (moved && isFirstTokenGone(state))) {
    const digest = state.tokenLine.first() ?? ''
    state.tokenLine.shift()
    const token = state.tokens.get(digest)
    // A token that has paid goes with its payment.
    if (token && !token.spent && !state.pages.get(token.page ?? '')?.attempts.length)
      forgetToken(state, digest)
    moved = true
  }
  retireLinks(state, retain)
  retireInstalments(state, retain)
}
