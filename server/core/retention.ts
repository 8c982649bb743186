import type { Transaction } from '../../contracts/entry.ts'
import { invoiceKey, invoiceOf, lastSixKey } from './invoice.ts'
import type { State } from './state.ts'

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

const forgetToken = (state: State, digest: string) => {
  const token = state.tokens.get(digest)
  state.tokens.delete(digest)
  state.alarms.clear('token expires', digest)
  const page = state.pages.get(token?.page ?? '')
  if (!page) return
  state.pages.delete(page.id)
  state.alarms.clear('page expires', page.id)
}

const forgetPostlinks = (state: State, transaction: string) => {
  for (const id of state.postlinksOf.get(transaction) ?? []) {
    state.postlinks.delete(id)
    state.waiting.delete(id)
    state.alarms.clear('postlink due', id)
  }
  state.postlinksOf.delete(transaction)
}

const forgetInvoice = (state: State, { id, order }: Transaction) => {
  const key = invoiceKey(order.terminal, order.invoiceId)
  const invoice = state.invoices.get(key)
  if (!invoice) return
  const left = invoice.transactions.filter((other) => other !== id)
  if (left.length > 0) {
    state.invoices.set(key, { ...invoice, transactions: left })
    return
  }
  state.invoices.delete(key)
  state.lastSix.delete(lastSixKey(order.terminal, order.invoiceId))
}

// Another attempt with the same token may still be at the issuer: its postlink needs the token's address.
const isShared = (state: State, { order, token }: Transaction) =>
  invoiceOf(state, order.terminal, order.invoiceId)?.transactions.some(
    (id) => state.transactions.get(id)?.token === token,
  ) === true

const forget = (state: State, transaction: Transaction) => {
  state.transactions.delete(transaction.id)
  if (transaction.challenge) state.challenges.delete(transaction.challenge)
  forgetPostlinks(state, transaction.id)
  forgetInvoice(state, transaction)
  if (!isShared(state, transaction)) forgetToken(state, transaction.token)
}

export const retire = (state: State): void => {
  const retain = state.settings?.retain ?? Number.POSITIVE_INFINITY
  while (state.paymentLine.size() > retain) {
    const transaction = state.transactions.get(state.paymentLine.first() ?? '')
    if (transaction && !isSettled(state, transaction)) break
    state.paymentLine.shift()
    if (transaction) forget(state, transaction)
  }
  while (state.tokenLine.size() > retain * tokensPerPayment) {
    const digest = state.tokenLine.first() ?? ''
    state.tokenLine.shift()
    const token = state.tokens.get(digest)
    // A token that has paid goes with its payment.
    if (token && !token.spent && !state.pages.get(token.page ?? '')?.attempts.length)
      forgetToken(state, digest)
  }
}
