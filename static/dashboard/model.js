import { paymentOf } from './orders.js'

/**
 * The journal as the views need it: payments, postlinks, rules, the clock. One entry at a time.
 *
 * @typedef {object} Payment everything about one order of one terminal
 * @property {string} key
 * @property {string} invoiceId
 * @property {string} terminal empty while nothing has named one
 * @property {number} at
 * @property {any[]} entries
 * @property {Map<string, any>} transactions
 * @property {any[]} postlinks
 * @property {string} status of the last attempt, or how far it came without one
 * @property {number} amount in tiyn
 * @property {string} currency
 * @property {number} reasonCode
 * @property {string} refused
 * @property {any} order
 * @property {boolean} forced by a rule
 * @property {string} text what a search looks at
 * @property {number} version
 */

export const createModel = () => {
  const model = {
    /** @type {any[]} */
    entries: [],
    /** By order number: one for each terminal that uses it. @type {Map<string, Payment[]>} */
    payments: new Map(),
    /** @type {Payment[]} oldest first */
    list: [],
    /** @type {Map<string, any>} */
    postlinks: new Map(),
    /** @type {Map<string, any>} */
    rules: new Map(),
    /** @type {{ mode: string, now?: number }} */
    clock: { mode: 'system' },
    /** Requests to the bank's side, oldest first. @type {any[]} */
    exchanges: [],
    /** Attempts in the order in which they are forgotten. @type {Map<string, number>} */
    line: new Map(),
    /** How many of them the sandbox remembers, and which is the oldest it does. */
    retain: Number.POSITIVE_INFINITY,
    remembered: 0,
    /** How long the journal was when the stream opened. */
    length: 0,
    /** What an id stands for: pages, tokens, transactions, challenges, postlinks. @type {Map<string, Payment>} */
    owners: new Map(),
  }
  return model
}
/** @typedef {ReturnType<typeof createModel>} Model */

/** @param {Model} model */
export const forget = (model) => {
  Object.assign(model, createModel())
}

/** The invoice an entry speaks of, when it names one itself. @param {any} entry @returns {string | undefined} */
const invoiceIn = (entry) =>
  entry.invoiceId ??
  entry.token?.invoiceId ??
  entry.page?.order?.invoiceId ??
  entry.transaction?.order?.invoiceId ??
  entry.challenge?.transaction?.order.invoiceId ??
  entry.postlink?.invoiceId ??
  entry.link?.order?.invoiceId ??
  entry.qr?.order?.invoiceId ??
  entry.subscription?.order?.invoiceId ??
  entry.instalment?.order?.invoiceId ??
  entry.invoice?.invoiceId

/** The id an entry points with. @param {any} entry */
const pointer = (entry) =>
  [
    ...[entry.page, entry.challenge, entry.transaction, entry.postlink, entry.token, entry.card?.transaction],
    ...[entry.link, entry.qr, entry.subscription, entry.instalment],
  ].find((id) => typeof id === 'string')

/** @type {Record<string, (payment: Payment, entry: any, model: Model) => void>} */
const tellers = {
  'token issued': (payment, { token }) => {
    if (!payment.order) Object.assign(payment, { amount: token.amount ?? 0, currency: token.currency ?? '' })
  },
  'invoice link made': (payment, { link }) => linkOrCodeMade(payment, link, 'link sent'),
  'invoice link ended': (payment, { how }) => {
    if (payment.transactions.size === 0) payment.status = how
  },
  'qr made': (payment, { qr }) => linkOrCodeMade(payment, qr, 'QR code'),
  'instalment asked': (payment, { instalment }) => linkOrCodeMade(payment, instalment, 'instalments asked'),
  'page opened': (payment, { page }) => {
    Object.assign(payment, { order: page.order, amount: page.order.amount, currency: page.order.currency })
    if (payment.transactions.size === 0) payment.status = 'page open'
  },
  'page ended': (payment, { how }) => {
    if (payment.transactions.size === 0) payment.status = how === 'expired' ? 'expired' : payment.status
  },
  'payment decided': (payment, { transaction }, model) => decided(payment, transaction, model),
  'challenge asked': (payment, { challenge }, model) => decided(payment, challenge.transaction, model),
  'payment operated': (payment, { transaction, to }, model) => {
    const known = payment.transactions.get(transaction)
    if (known) decided(payment, { ...known, ...to }, model)
  },
  'postlink owed': (payment, { postlink, dueAt, at }, model) => {
    const state = postlink.waitsFor ? 'held' : 'due'
    const kept = { ...postlink, state, owedAt: at, dueAt, attempts: [], version: 0 }
    model.postlinks.set(postlink.id, kept)
    payment.postlinks.push(kept)
  },
  'request refused': (payment, { refused }) => {
    payment.refused = refused
    if (payment.transactions.size === 0) payment.status = 'refused'
  },
  'rule matched': (payment) => {
    payment.altered = true
  },
}

/** @param {Payment} payment @param {any} door @param {string} status */
const linkOrCodeMade = (payment, { order }, status) => {
  Object.assign(payment, { order, amount: order.amount, currency: order.currency })
  if (payment.transactions.size === 0) payment.status = status
}

/** @param {Payment} payment @param {any} transaction @param {Model} model */
const decided = (payment, transaction, model) => {
  const { order, status, reasonCode } = transaction
  payment.transactions.set(transaction.id, transaction)
  if (!model.line.has(transaction.id)) model.line.set(transaction.id, model.line.size)
  Object.assign(payment, { order, status, reasonCode, amount: order.amount, currency: order.currency })
}

/** @type {Record<string, (postlink: any, entry: any) => void>} */
const postlinkTellers = {
  'postlink sent': (postlink, { at, attempt }) => {
    postlink.attempts.push({ number: attempt, at })
    postlink.sending = true
  },
  'postlink answered': (postlink, { answer, attempt, at, retryAt }) => {
    Object.assign(postlink.attempts[attempt - 1] ?? {}, { answer, answeredAt: at, retryAt })
    if (postlink.state !== 'due' || !postlink.sending) return
    postlink.sending = false
    postlink.dueAt = retryAt
    if (answer.status >= 200 && answer.status < 300) postlink.state = 'delivered'
    else if (retryAt === undefined) postlink.state = 'failed'
  },
  'postlink requeued': (postlink, { dueAt }) =>
    Object.assign(postlink, { state: 'due', sending: false, dueAt }),
  'postlink held': (postlink) => Object.assign(postlink, { state: 'held' }),
}

/** @type {Record<string, (model: Model, entry: any) => void>} */
const worldTellers = {
  'workspace opened': (model, { settings }) => {
    model.retain = settings.retain
  },
  'clock moved': (model, { clock }) => {
    model.clock = clock
  },
  'rule added': (model, { rule }) => model.rules.set(rule.id, { ...rule, isActive: true, hits: [] }),
  'rules cleared': (model, { rules }) => {
    for (const id of rules) Object.assign(model.rules.get(id) ?? {}, { isActive: false })
  },
  'rule matched': (model, entry) => {
    const rule = model.rules.get(entry.rule)
    if (!rule) return
    rule.matched += 1
    rule.hits.push(entry)
    if (rule.times === rule.matched) rule.isActive = false
  },
}

/** @param {Payment} payment */
const searchText = ({ invoiceId, terminal, order, transactions, status, refused }) => {
  const attempts = [...transactions.values()].flatMap(
    ({ id, card, reasonCode, status, reference, approvalCode }) => [
      ...[id, card?.mask, card?.brand, reasonCode, status, reference, approvalCode],
    ],
  )
  const { accountId, description, email, phone } = order ?? {}
  return [invoiceId, terminal, accountId, description, email, phone, status, refused, ...attempts]
    .join(' ')
    .toLowerCase()
}

/**
 * One entry happens to the model.
 * @param {Model} model @param {any} entry
 * @returns {Payment | undefined} whose payment it was about
 */
export const apply = (model, entry) => {
  model.entries.push(entry)
  worldTellers[entry.kind]?.(model, entry)
  const invoiceId = invoiceIn(entry)
  const owner =
    model.owners.get(entry.postlink?.transaction ?? pointer(entry) ?? '') ??
    (invoiceId ? paymentOf(model, invoiceId, entry) : undefined)
  const postlink = model.postlinks.get(entry.postlink)
  if (postlink) {
    postlinkTellers[entry.kind]?.(postlink, entry)
    postlink.version += 1
  }
  if (!owner) return undefined
  for (const thing of [
    entry.page,
    entry.transaction,
    entry.challenge,
    entry.challenge?.transaction,
    entry.postlink,
    entry.link,
    entry.subscription,
    entry.instalment,
  ]) {
    if (thing?.id) model.owners.set(thing.id, owner)
  }
  if (entry.qr?.billNumber) model.owners.set(entry.qr.billNumber, owner)
  if (entry.token?.digest) model.owners.set(entry.token.digest, owner)
  owner.entries.push(entry)
  tellers[entry.kind]?.(owner, entry, model)
  owner.text = searchText(owner)
  owner.version += 1
  return owner
}
