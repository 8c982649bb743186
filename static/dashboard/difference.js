/**
 * What is different between two moments of a workspace, a row for each thing that is.
 *
 * @typedef {import('./model.js').Model} Model
 * @typedef {{ what: 'payment' | 'postlink' | 'rule' | 'clock', key: string, invoiceId?: string, postlink?: string,
 *   rule?: any, changes: { field: string, before: any, after: any }[], isNew: boolean, isGone: boolean }} Difference
 */

/** @param {import('./model.js').Payment} payment */
const paymentFields = ({ status, amount, currency, reasonCode, refused, transactions }) => {
  const last = [...transactions.values()].at(-1)
  return {
    status,
    amount: { tiyn: amount, currency },
    charged: last && { tiyn: last.charged, currency },
    refunded: last && { tiyn: last.refunded, currency },
    reasonCode,
    refused,
    attempts: transactions.size,
  }
}

/** @param {any} postlink */
const postlinkFields = ({ state, attempts }) => ({ state, attempts: attempts.length })

/** @param {any} rule */
const ruleFields = ({ isActive, matched }) => ({ isActive, matched })

/** @param {unknown} one @param {unknown} other */
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)

/** Nothing, none and nought say nothing of a thing that was not there. @param {any} value */
const isEmpty = (value) => value === undefined || value === '' || value === 0 || value?.tiyn === 0

/** @param {Record<string, unknown>} before @param {Record<string, unknown>} after */
const changesOf = (before, after) =>
  Object.keys({ ...before, ...after })
    .filter((field) => !isSame(before[field], after[field]))
    .filter((field) => !isEmpty(before[field]) || !isEmpty(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))

/**
 * @template T
 * @param {Difference['what']} what @param {Map<string, T>} before @param {Map<string, T>} after
 * @param {(thing: T) => Record<string, unknown>} fields @param {(thing: T) => object} [about]
 * @returns {Difference[]}
 */
const between = (what, before, after, fields, about = () => ({})) =>
  [...new Map([...before, ...after])].flatMap(([key, thing]) => {
    const [old, now] = [before.get(key), after.get(key)]
    const changes = changesOf(old ? fields(old) : {}, now ? fields(now) : {})
    if (changes.length === 0) return []
    return [{ what, key, changes, isNew: !old, isGone: !now, ...about(thing) }]
  })

/** @param {Model} model */
const paymentsIn = ({ list }) => new Map(list.map((payment) => [payment.key, payment]))

/** @param {Model} model */
const clockIn = ({ clock }) => new Map([['clock', clock]])

/** @param {Model} before @param {Model} after @returns {Difference[]} */
export const differences = (before, after) => [
  ...between('payment', paymentsIn(before), paymentsIn(after), paymentFields, ({ invoiceId }) => ({
    invoiceId,
  })),
  ...between('postlink', before.postlinks, after.postlinks, postlinkFields, ({ invoiceId, id }) => ({
    invoiceId,
    postlink: id,
  })),
  ...between('rule', before.rules, after.rules, ruleFields, (rule) => ({ rule })),
  ...between('clock', clockIn(before), clockIn(after), ({ mode, now }) => ({ mode, now })),
]
