/**
 * The journal as the views need it: payments by invoice, postlinks, rules, the clock. One entry at a time.
 *
 * @typedef {object} Payment everything about one invoice
 * @property {string} invoiceId
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
 * @property {boolean} bent by a rule
 * @property {string} text what a search looks at
 * @property {number} version
 */

export const createModel = () => {
  const model = {
    /** @type {any[]} */
    entries: [],
    /** @type {Map<string, Payment>} */
    payments: new Map(),
    /** @type {Payment[]} oldest first */
    list: [],
    /** @type {Map<string, any>} */
    postlinks: new Map(),
    /** @type {Map<string, any>} */
    rules: new Map(),
    /** @type {{ mode: string, now?: number }} */
    clock: { mode: 'system' },
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

/** @param {Model} model @param {string} invoiceId @param {number} at @returns {Payment} */
const paymentOf = (model, invoiceId, at) => {
  const known = model.payments.get(invoiceId)
  if (known) return known
  const payment = {
    ...{ invoiceId, at, entries: [], transactions: new Map(), postlinks: [], status: 'token', amount: 0 },
    ...{ currency: '', reasonCode: 0, refused: '', order: undefined, bent: false, text: '', version: 0 },
  }
  model.payments.set(invoiceId, payment)
  model.list.push(payment)
  return payment
}

/** The invoice an entry speaks of, when it names one itself. @param {any} entry @returns {string | undefined} */
const invoiceIn = (entry) =>
  entry.invoiceId ??
  entry.token?.invoiceId ??
  entry.page?.order?.invoiceId ??
  entry.transaction?.order?.invoiceId ??
  entry.challenge?.transaction?.order.invoiceId ??
  entry.postlink?.invoiceId ??
  entry.invoice?.invoiceId

/** The id an entry points with. @param {any} entry */
const pointer = (entry) =>
  [entry.page, entry.challenge, entry.transaction, entry.postlink, entry.token, entry.card?.transaction].find(
    (id) => typeof id === 'string',
  )

/** @type {Record<string, (payment: Payment, entry: any, model: Model) => void>} */
const tellers = {
  'token issued': (payment, { token }) => {
    if (!payment.order) Object.assign(payment, { amount: token.amount ?? 0, currency: token.currency ?? '' })
  },
  'page opened': (payment, { page }) => {
    Object.assign(payment, { order: page.order, amount: page.order.amount, currency: page.order.currency })
    if (payment.transactions.size === 0) payment.status = 'page open'
  },
  'page ended': (payment, { how }) => {
    if (payment.transactions.size === 0) payment.status = how === 'expired' ? 'expired' : payment.status
  },
  'payment decided': (payment, { transaction }) => decided(payment, transaction),
  'challenge asked': (payment, { challenge }) => decided(payment, challenge.transaction),
  'payment operated': (payment, { transaction, to }) => {
    const known = payment.transactions.get(transaction)
    if (known) decided(payment, { ...known, ...to })
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
    payment.bent = true
  },
}

/** @param {Payment} payment @param {any} transaction */
const decided = (payment, transaction) => {
  const { order, status, reasonCode } = transaction
  payment.transactions.set(transaction.id, transaction)
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
const searchText = ({ invoiceId, order, transactions, status, refused }) => {
  const attempts = [...transactions.values()].flatMap(
    ({ id, card, reasonCode, status, reference, approvalCode }) => [
      ...[id, card?.mask, card?.brand, reasonCode, status, reference, approvalCode],
    ],
  )
  const { accountId, description, email, phone } = order ?? {}
  return [invoiceId, accountId, description, email, phone, status, refused, ...attempts]
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
  const owner = invoiceId ? paymentOf(model, invoiceId, entry.at) : model.owners.get(pointer(entry) ?? '')
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
  ]) {
    if (thing?.id) model.owners.set(thing.id, owner)
  }
  if (entry.token?.digest) model.owners.set(entry.token.digest, owner)
  owner.entries.push(entry)
  tellers[entry.kind]?.(owner, entry, model)
  owner.text = searchText(owner)
  owner.version += 1
  return owner
}
