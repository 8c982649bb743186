/**
 * Payments by order number; where two terminals use the same one, each has its own.
 *
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./model.js').Payment} Payment
 */

/** The terminal an entry speaks of, when it names one itself. @param {any} entry @returns {string} */
const terminalIn = (entry) => {
  const named =
    entry.page?.order ??
    entry.transaction?.order ??
    entry.challenge?.transaction?.order ??
    entry.link?.order ??
    entry.qr?.order ??
    entry.subscription?.order ??
    entry.instalment?.order ??
    entry.token
  return named?.terminal?.toLowerCase() ?? ''
}

/** @param {string} invoiceId @param {string} terminal @param {number} at @returns {Payment} */
const newPayment = (invoiceId, terminal, at) => ({
  ...{ key: `${terminal} ${invoiceId}`, invoiceId, terminal, at, entries: [], transactions: new Map() },
  ...{ postlinks: [], status: 'token', amount: 0, currency: '', reasonCode: 0, refused: '' },
  ...{ order: undefined, altered: false, text: '', version: 0 },
})

/** @param {Payment} payment */
const lastSeq = ({ entries }) => entries.at(-1)?.seq ?? 0

/**
 * The payment of an order number. A refusal and a rule name no terminal: they are about the order spoken of last.
 * @param {Payment[]} all @param {string} terminal
 */
const pick = (all, terminal) => {
  if (terminal === '') return all.toSorted((a, b) => lastSeq(b) - lastSeq(a))[0]
  return (
    all.find((payment) => payment.terminal === terminal) ?? all.find((payment) => payment.terminal === '')
  )
}

/** @param {Model} model @param {string} invoiceId @param {any} entry @returns {Payment} */
export const paymentOf = (model, invoiceId, entry) => {
  const all = model.payments.get(invoiceId) ?? []
  const terminal = terminalIn(entry)
  const known = pick(all, terminal)
  if (known) {
    known.terminal ||= terminal
    return known
  }
  const payment = newPayment(invoiceId, terminal, entry.at)
  model.payments.set(invoiceId, [...all, payment])
  model.list.push(payment)
  return payment
}

/**
 * The payment an address means; an address without a terminal is older than the second payment of its number.
 * @param {Model} model @param {string} invoiceId @param {{ terminal?: string, postlink?: string }} [more]
 */
export const findPayment = (model, invoiceId, { terminal = '', postlink = '' } = {}) => {
  const all = model.payments.get(invoiceId) ?? []
  const owner = model.owners.get(postlink)
  if (owner?.invoiceId === invoiceId) return owner
  return all.find((payment) => payment.terminal === terminal.toLowerCase()) ?? all[0]
}

/** Other payments with the same order number. @param {Model} model @param {Payment} payment */
export const namesakes = (model, payment) =>
  (model.payments.get(payment.invoiceId) ?? []).filter((other) => other !== payment)

/** Where a payment is shown. @param {Model} model @param {Payment} payment @param {string} [postlink] */
export const placeOf = (model, payment, postlink) => {
  const path = ['payments', payment.invoiceId, postlink].filter(Boolean).map(String).map(encodeURIComponent)
  const isFirst = model.payments.get(payment.invoiceId)?.[0] === payment
  return `${path.join('/')}${isFirst || postlink ? '' : `?terminal=${payment.terminal}`}`
}

/** Whose payment a request to the bank was about. @param {Model} model @param {any} exchange */
export const paymentAsked = (model, { paymentId, page, challenge, token, invoiceId, terminal }) => {
  const owner = [paymentId, page, challenge, token]
    .map((id) => model.owners.get(id))
    .find((payment) => payment !== undefined)
  if (owner || !invoiceId) return owner
  const all = model.payments.get(invoiceId) ?? []
  return terminal ? all.find((payment) => payment.terminal === terminal || payment.terminal === '') : all[0]
}
