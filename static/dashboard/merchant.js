/**
 * What a merchant sees in the bank's cabinet, read off the journal: so it is of the moment that is shown.
 *
 * @typedef {import('./model.js').Model} Model
 * @typedef {{ currency: string, gross: number, fee: number, payout: number }} Sum
 */

/** Every subscription as it stands, newest first. @param {Model} model */
export const subscriptionsIn = ({ entries }) => {
  /** @type {Map<string, any>} */
  const all = new Map()
  for (const entry of entries) {
    if (entry.kind === 'subscription made') {
      all.set(entry.subscription.id, { ...entry.subscription, state: 'active', charges: 0 })
    } else if (entry.kind === 'subscription charged') {
      const known = all.get(entry.subscription)
      if (!known) continue
      Object.assign(known, { charges: known.charges + 1, nextAt: entry.next })
      if (entry.next === undefined) known.state = 'ended'
    } else if (entry.kind === 'subscription ended') {
      Object.assign(all.get(entry.subscription) ?? {}, { state: entry.how, nextAt: undefined })
    }
  }
  return [...all.values()].reverse()
}

/** @param {any[]} lines @returns {Sum[]} */
const sumsOf = (lines) => {
  /** @type {Map<string, Sum>} */
  const sums = new Map()
  for (const { currency, gross, fee, payout } of lines) {
    const sum = sums.get(currency) ?? { currency, gross: 0, fee: 0, payout: 0 }
    sums.set(currency, {
      currency,
      gross: sum.gross + gross,
      fee: sum.fee + fee,
      payout: sum.payout + payout,
    })
  }
  return [...sums.values()]
}

/** Every payout with its sums by currency, newest first. @param {Model} model */
export const payoutsIn = ({ entries }) =>
  entries
    .filter(({ kind, settlement }) => kind === 'settlement made' && settlement.lines.length > 0)
    .map(({ settlement }) => ({ ...settlement, sums: sumsOf(settlement.lines) }))
    .reverse()

/** @param {Model} model */
const transactionsIn = ({ list }) => list.flatMap(({ transactions }) => [...transactions.values()])

/** What moved, or was held: a row for each, newest first, with what of it was paid out. @param {Model} model */
export const registerIn = (model) => {
  /** @type {Map<string, number>} */
  const paid = new Map()
  for (const { lines } of payoutsIn(model))
    for (const { transaction, payout } of lines) paid.set(transaction, (paid.get(transaction) ?? 0) + payout)
  return transactionsIn(model)
    .filter(({ transfer }) => !transfer)
    .map((transaction) => ({ ...transaction, paidOut: paid.get(transaction.id) }))
    .sort((one, other) => other.at - one.at)
}

/** From card to card, and between a card and the merchant, newest first. @param {Model} model */
export const transfersIn = (model) =>
  transactionsIn(model)
    .filter(({ transfer }) => transfer)
    .sort((one, other) => other.at - one.at)

/** Every link to pay by as it stands, newest first. @param {Model} model */
export const linksIn = ({ entries }) => {
  /** @type {Map<string, any>} */
  const all = new Map()
  /** By page, then by token. @type {Map<string, string>} */
  const linkOf = new Map()
  for (const entry of entries) {
    if (entry.kind === 'invoice link made') all.set(entry.link.id, { ...entry.link, status: 'ACTIVE' })
    else if (entry.kind === 'page opened' && entry.page.link) linkOf.set(entry.page.id, entry.page.link)
    else if (entry.kind === 'invoice link ended')
      Object.assign(all.get(entry.link) ?? {}, { status: entry.how.toUpperCase() })
    else if (entry.kind === 'page ended' && entry.how === 'paid')
      Object.assign(all.get(linkOf.get(entry.page) ?? '') ?? {}, { status: 'CHARGED' })
  }
  return [...all.values()].reverse()
}

/** Every purchase in instalments as it stands, newest first. @param {Model} model */
export const instalmentsIn = ({ entries }) => {
  /** @type {Map<string, any>} */
  const all = new Map()
  for (const entry of entries) {
    if (entry.kind === 'instalment asked')
      all.set(entry.instalment.id, { ...entry.instalment, status: 'NEW' })
    else if (entry.kind === 'instalment moved')
      Object.assign(all.get(entry.instalment) ?? {}, { status: entry.status })
  }
  return [...all.values()].reverse()
}

/** Which settings the newest entry about them gave. @param {Model} model */
export const settingsIn = ({ entries }) =>
  entries.findLast(({ kind }) => kind === 'workspace opened')?.settings
